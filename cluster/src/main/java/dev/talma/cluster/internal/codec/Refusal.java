package dev.talma.cluster.internal.codec;

import dev.talma.ReplyTo;
import java.util.Collection;
import java.util.Map;

/// The sentences for types that cannot be sent: where one was met, and what to do.
final class Refusal {
  private Refusal() {}

  static IllegalArgumentException of(Class<?> type, String where) {
    return new IllegalArgumentException(sentence(type, where));
  }

  static IllegalArgumentException of(String what, String where) {
    return new IllegalArgumentException(
        Character.toUpperCase(where.charAt(0)) + where.substring(1) + " " + what);
  }

  private static String sentence(Class<?> type, String where) {
    String is =
        Character.toUpperCase(where.charAt(0))
            + where.substring(1)
            + " is of type "
            + type.getName();
    if (type == Object.class) {
      return is
          + ", which can be anything, so it cannot be sent between nodes. Name a type: a record, an"
          + " enum, or a sealed interface of these";
    }
    if (type == Void.class || type == void.class) {
      return is + ", of which there is no value. Answer a Boolean or an Optional";
    }
    if (type == ReplyTo.class) {
      return is
          + ", and the right to answer stays on the node that was asked. Send an ActorRef, or make"
          + " the message a Request";
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return is
          + ", and exceptions arrive as a RemoteCause, without their class. Declare it as Throwable";
    }
    if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
      return is
          + ", and collections arrive as ones of the JDK that cannot be changed. Declare it as List,"
          + " Set or Map, or one of their sequenced or sorted kinds";
    }
    if (type.getName().equals("java.util.Date")
        || java.util.Calendar.class.isAssignableFrom(type)) {
      return is + ", which can be changed. Use java.time.Instant";
    }
    if (type.isInterface()) {
      return is
          + ", which is not sealed, so what it can be is not known. Make it a sealed interface of"
          + " records, or name a record";
    }
    return is + ", which is no record. Make it a record, an enum, or a sealed interface of these";
  }

  /// One of the types that a sealed type permits.
  static IllegalArgumentException member(Class<?> type, String union) {
    return new IllegalArgumentException(
        type.getName()
            + " is a part of "
            + union
            + " and cannot be sent between nodes: it is neither a record, nor an enum, nor sealed"
            + " and abstract. Make it a record");
  }

  static IllegalArgumentException raw(Class<?> type, String where) {
    return of(
        "names "
            + type.getSimpleName()
            + " without type arguments, so what it holds is not known. Say it, as in "
            + type.getSimpleName()
            + (type.getTypeParameters().length > 1 ? "<String, Integer>" : "<String>"),
        where);
  }
}
