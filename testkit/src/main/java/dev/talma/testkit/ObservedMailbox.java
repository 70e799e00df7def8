package dev.talma.testkit;

import dev.talma.Mailbox;
import dev.talma.Selection;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// A mailbox that shows each message to an observer when it is taken.
final class ObservedMailbox<M> implements Mailbox<M> {
  private final Mailbox<M> mailbox;
  private final Consumer<? super M> observer;

  ObservedMailbox(Mailbox<M> mailbox, Consumer<? super M> observer) {
    this.mailbox = mailbox;
    this.observer = observer;
  }

  /// A message that a selector took, and what it made of it.
  private record Taken<M, T>(M message, T value) {}

  @Override
  public Iterator<M> iterator() {
    Iterator<M> messages = mailbox.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return messages.hasNext();
      }

      @Override
      public M next() {
        M message = messages.next();
        observer.accept(message);
        return message;
      }
    };
  }

  @Override
  public <T> T receive(Function<? super M, Selection<T>> selector) {
    return show(mailbox.receive(remembering(selector)));
  }

  @Override
  public <T> Optional<T> receive(Function<? super M, Selection<T>> selector, Duration timeout) {
    return mailbox.receive(remembering(selector), timeout).map(this::show);
  }

  @Override
  public Mark mark() {
    return mailbox.mark();
  }

  @Override
  public <T> Optional<T> receive(
      Mark mark, Function<? super M, Selection<T>> selector, Duration timeout) {
    return mailbox.receive(mark, remembering(selector), timeout).map(this::show);
  }

  private <T> Function<M, Selection<Taken<M, T>>> remembering(
      Function<? super M, Selection<T>> selector) {
    return message ->
        switch (selector.apply(message)) {
          case Selection.Take<T>(T value) -> Selection.take(new Taken<>(message, value));
          case Selection.Skip<T> _ -> Selection.skip();
        };
  }

  private <T> T show(Taken<M, T> taken) {
    observer.accept(taken.message);
    return taken.value;
  }
}
