package dev.talma.swim;

import io.scalecube.cluster.Member;
import io.scalecube.cluster.membership.MemberStatus;
import io.scalecube.cluster.transport.api.Message;
import java.io.Externalizable;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The classes whose objects may be inside a message, with the tag by which each goes over the
/// wire. The set is closed: what is not here is neither written nor read.
///
/// ScaleCube keeps most of them to itself, so they are found by their names. As they lie in the
/// same module, that takes no permission of anybody.
enum Shape {
  TEXT(1, String.class.getName()),
  MEMBER(2, Member.class.getName()),
  STATUS(3, MemberStatus.class.getName()),
  ACK(4, "io.scalecube.cluster.fdetector.PingData$AckType"),
  PING(5, "io.scalecube.cluster.fdetector.PingData"),
  RECORD(6, "io.scalecube.cluster.membership.MembershipRecord"),
  SYNC(7, "io.scalecube.cluster.membership.SyncData"),
  GOSSIP(8, "io.scalecube.cluster.gossip.Gossip"),
  GOSSIPS(9, "io.scalecube.cluster.gossip.GossipRequest"),
  METADATA_REQUEST(10, "io.scalecube.cluster.metadata.GetMetadataRequest"),
  METADATA_RESPONSE(11, "io.scalecube.cluster.metadata.GetMetadataResponse"),
  MESSAGE(12, Message.class.getName());

  /// Tag of nothing at all.
  static final int NOTHING = 0;

  private static final Map<Integer, Shape> BY_TAG =
      Stream.of(values()).collect(Collectors.toMap(Shape::tag, s -> s));
  private static final Map<Class<?>, Shape> BY_TYPE =
      Stream.of(values()).collect(Collectors.toMap(Shape::type, s -> s));

  private final int tag;
  private final Class<?> type;

  Shape(int tag, String className) {
    this.tag = tag;
    try {
      this.type = Class.forName(className);
    } catch (ClassNotFoundException e) {
      throw new LinkageError("ScaleCube's class " + className + " is not where it was", e);
    }
  }

  int tag() {
    return tag;
  }

  Class<?> type() {
    return type;
  }

  static Optional<Shape> ofTag(int tag) {
    return Optional.ofNullable(BY_TAG.get(tag));
  }

  static Optional<Shape> of(Object value) {
    return Optional.ofNullable(BY_TYPE.get(value.getClass()));
  }

  /// {@return a fresh object of a class that reads itself}
  Externalizable create() {
    return (Externalizable) construct();
  }

  /// {@return an object made by the constructor that takes these}
  ///
  /// @param arguments as many as it takes
  Object construct(Object... arguments) {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (fits(constructor, arguments)) {
        try {
          constructor.setAccessible(true);
          return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
          throw new LinkageError("ScaleCube's class " + type.getName() + " cannot be made", e);
        }
      }
    }
    throw new LinkageError("ScaleCube's class " + type.getName() + " has another constructor");
  }

  private static boolean fits(Constructor<?> constructor, Object[] arguments) {
    Class<?>[] parameters = constructor.getParameterTypes();
    if (parameters.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < parameters.length; i++) {
      Class<?> wanted = MethodType.methodType(parameters[i]).wrap().returnType();
      if (!wanted.isInstance(arguments[i])) {
        return false;
      }
    }
    return true;
  }
}
