package dev.talma.cluster.internal.membership;

import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Waits for the end of what ScaleCube does. By the plain interfaces: Reactor's own ways to the
/// same carry annotations that are on no module path.
final class Ending implements Subscriber<Object> {
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  private Ending() {}

  static CompletableFuture<Void> of(Publisher<?> publisher) {
    Ending ending = new Ending();
    publisher.subscribe(ending);
    return ending.end;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(Object value) {}

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }
}
