package dev.talma.internal;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorScope;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A scope, as its users see it.
final class ScopeHandle implements ActorScope {
  private final Cell<?> cell;

  ScopeHandle(Cell<?> cell) {
    this.cell = cell;
  }

  @Override
  public <M> ActorRef<M> spawn(String name, Actor<M> actor) {
    return start(Names.check(name), actor);
  }

  @Override
  public <M> ActorRef<M> spawn(Actor<M> actor) {
    return start(null, actor);
  }

  private <M> ActorRef<M> start(@Nullable String name, Actor<M> actor) {
    return cell.system.start(cell, name, actor, child -> {});
  }

  @Override
  public boolean join(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + Nanos.notNegative(timeout, "The timeout");
    for (List<Cell<?>> left = cell.childList(); !left.isEmpty(); left = cell.childList()) {
      for (Cell<?> child : left) {
        long nanos = Math.max(0, deadline - System.nanoTime());
        if (!child.awaitTermination(Duration.ofNanos(nanos))) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    cell.requireOutside(); // before anything is stopped
    cell.closeChildren();
    cell.stop();
    Closing.await(cell, Nanos.MAX);
  }
}
