package dev.talma.swim;

import io.scalecube.cluster.transport.api.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Turns the messages of ScaleCube's SWIM protocol into bytes and back, and nothing else: neither
/// the serialization of the JDK nor anything open takes part. Also makes the few messages with
/// which a transport steers the protocol.
///
/// *Threading*: every method may be called from every thread.
public final class SwimCodec {

  /// The most bytes of a message. A full list of 4,000 members is below.
  public static final int MAX_BYTES = 1 << 20;

  private SwimCodec() {}

  /// {@return the bytes of a message}
  ///
  /// @param message made by ScaleCube, or by a method of this class
  /// @throws MalformedSwimMessageException if something in it is not part of the protocol, or it is
  ///   larger than [#MAX_BYTES]
  public static byte[] encode(Message message) throws MalformedSwimMessageException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (SwimOutput out = new SwimOutput(bytes)) {
      message.writeExternal(out);
    } catch (MalformedSwimMessageException e) {
      throw e;
    } catch (IOException e) {
      throw new MalformedSwimMessageException("A SWIM message cannot be written: " + e, e);
    }
    if (bytes.size() > MAX_BYTES) {
      throw new MalformedSwimMessageException(
          "A SWIM message of "
              + bytes.size()
              + " bytes is larger than the "
              + MAX_BYTES
              + " that go");
    }
    return bytes.toByteArray();
  }

  /// {@return the message that the bytes say}
  ///
  /// @param bytes from anywhere
  /// @throws MalformedSwimMessageException if they say none
  public static Message decode(byte[] bytes) throws MalformedSwimMessageException {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedSwimMessageException(
          "Not a SWIM message: " + bytes.length + " bytes are more than " + MAX_BYTES);
    }
    try (SwimInput in = new SwimInput(new ByteArrayInputStream(bytes))) {
      return in.message();
    } catch (MalformedSwimMessageException e) {
      throw e;
    } catch (IOException e) {
      throw new MalformedSwimMessageException("Not a SWIM message: " + e, e);
    }
  }
}
