package dev.talma.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Request;
import dev.talma.Stash;
import dev.talma.testkit.Gate;
import dev.talma.testkit.TestSystem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the javadoc of [Stash] shows, run. [DocumentationTest] compares the two.
class StashSnippetsTest {
  interface Table {
    String row(String key);
  }

  sealed interface Store {}

  record Loaded(Table table) implements Store {}

  record Get(String key) implements Store, Request<Store, String> {}

  static Actor<Store> store() {
    return (mailbox, ctx) -> {
      Stash<Store> early = Stash.of(ctx, 1_000);
      Optional<Table> table = Optional.empty();
      for (var msg : mailbox) {
        switch (msg) {
          case Loaded(Table loaded) -> {
            table = Optional.of(loaded);
            early.unstashAll(); // they come next, in their order
          }
          case Get get -> {
            if (table.isEmpty()) {
              early.stash();
            } else {
              ctx.reply(get, table.get().row(get.key()));
            }
          }
        }
      }
    };
  }

  private final TestSystem system = TestSystem.create("shop");
  private final List<String> read = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void whoAsksTooEarlyWaitsForTheTable() {
    ActorRef<Store> store = system.spawn("store", store());

    var answer = store.askAsync(new Get("tea"));
    system.settle();
    assertFalse(answer.isDone());

    store.send(new Loaded(this::row));
    assertEquals("row of tea", answer.join());
  }

  @Test
  void whatWasStashedComesInItsOrderBeforeWhatWaits() {
    Gate start = system.gate("start");
    ActorRef<Store> store =
        system.spawn(
            "store",
            (mailbox, ctx) -> {
              start.pass();
              store().run(mailbox, ctx);
            });

    store.askAsync(new Get("first"));
    store.askAsync(new Get("second"));
    store.send(new Loaded(this::row));
    var last = store.askAsync(new Get("third"));
    start.open();

    assertEquals("row of third", last.join());
    assertEquals(List.of("first", "second", "third"), read);
  }

  private String row(String key) {
    read.add(key);
    return "row of " + key;
  }
}
