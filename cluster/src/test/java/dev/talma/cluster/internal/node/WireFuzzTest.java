package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ExitReason;
import dev.talma.Request;
import dev.talma.cluster.ClusterUnavailableException;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.codec.Input;
import dev.talma.cluster.internal.codec.MalformedException;
import dev.talma.cluster.internal.codec.Schema;
import dev.talma.cluster.internal.placement.PlacementMessage;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.remote.AskFailure;
import dev.talma.remote.Parcel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Frames of all kinds, whole and broken: what is broken is refused in one way only.
class WireFuzzTest {
  private static final int ROUNDS = Integer.getInteger("talma.fuzz", 200_000);
  private static final NodeId SELF = new NodeId("node-1", "a");
  private static final NodeId PEER = new NodeId("node-2", "b");
  private static final NodeId THIRD = new NodeId("node-3", "c");

  sealed interface Shop {
    record Buy(String item, int count, List<Double> prices) implements Shop {}

    record Stock(Optional<String> item) implements Shop, Request<Shop, Map<String, Integer>> {}

    record Watch(ActorRef<Shop> who, Duration every) implements Shop {}
  }

  private final ActorSystem system = ActorSystem.create("fuzz");
  private final ActorRef<Shop> actor = system.spawn("it", Actor.handler(() -> (_, _) -> {}));
  private final Link link = link();

  @AfterEach
  void close() {
    system.close();
  }

  private Link link() {
    Schema schema = Schema.of(List.of(Shop.class));
    return new Link(
        FakeSession.closed(PEER),
        schema.peer(schema.table(), "node-2"),
        new OneActor(),
        new SystemMessages(List.of()),
        0);
  }

  @Test
  void wholeFramesAreReadAsTheyWereWritten() {
    for (Letter letter : letters()) {
      boolean named = letter.target() instanceof Target.Named;
      Optional<Route> route = named ? Optional.of(routes().getFirst()) : Optional.empty();
      var read =
          (Wire.Arrival.OfLetter) Wire.read(link, Input.of(Wire.letter(link, letter, route, SELF)));
      assertEquals(letter.kind(), read.letter().kind());
      assertEquals(letter.message(), read.letter().message());
      assertEquals(letter.from(), read.letter().from());
      assertEquals(letter.ticket().isPresent(), read.letter().ticket().isPresent());
      assertEquals(route.isPresent(), read.route().isPresent());
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES) // as many as the property says
  void brokenFramesAreRefused() {
    long seed = Long.getLong("talma.seed", System.nanoTime());
    Random random = new Random(seed);
    List<byte[]> corpus = corpus();
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] frame = mutated(corpus.get(random.nextInt(corpus.size())), random);
      try {
        Wire.Arrival arrival = Wire.read(link, Input.of(frame));
        if (arrival instanceof Wire.Arrival.OfAnswer(_, Input in)) {
          Object _ = link.codec().readAnswer(Shop.Stock.class, in, link.references());
        }
      } catch (MalformedException e) {
        refused++;
      } catch (Throwable e) {
        fail("seed " + seed + ", round " + i + ": " + Arrays.toString(frame), e);
      }
    }
    assertTrue(refused > ROUNDS / 10, "of " + ROUNDS + " only " + refused + " were refused");
  }

  private static byte[] mutated(byte[] frame, Random random) {
    byte[] bytes = Arrays.copyOf(frame, Math.max(1, frame.length + random.nextInt(5) - 2));
    for (int n = random.nextInt(4); n >= 0; n--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
  }

  private List<byte[]> corpus() {
    List<byte[]> corpus = new ArrayList<>();
    for (Letter letter : letters()) {
      if (letter.target() instanceof Target.Named) {
        routes().forEach(r -> corpus.add(Wire.letter(link, letter, Optional.of(r), SELF)));
      } else {
        corpus.add(Wire.letter(link, letter, Optional.empty(), SELF));
      }
    }
    routes()
        .forEach(
            r ->
                corpus.add(
                    Wire.state(
                        link, new Target.Named("shop", "a"), new Shop.Stock(Optional.of("x")), r)));
    notes().forEach(note -> corpus.add(Wire.note(link, note)));
    return corpus;
  }

  private List<Letter> letters() {
    List<Letter> letters = new ArrayList<>();
    List<Target> targets = List.of(new Target.Named("shop", "a"), new Target.Single(7, "/x"));
    for (Target target : targets) {
      for (Object message :
          List.of(
              new Shop.Buy("apples", 3, List.of(1.5, 2.5)),
              new Shop.Stock(Optional.of("pears")),
              new Shop.Watch(actor, Duration.ofSeconds(2)))) {
        for (NodeId asker : List.of(SELF, THIRD)) {
          letters.add(
              new Letter(
                  Parcel.Kind.MESSAGE,
                  target,
                  Optional.of(actor),
                  message,
                  Optional.of(Ticket.of(asker, 1_234_567, 5_000_000_000L)),
                  Optional.empty()));
        }
      }
      for (Parcel.Kind kind :
          List.of(
              Parcel.Kind.STOP,
              Parcel.Kind.KILL,
              Parcel.Kind.LINK,
              Parcel.Kind.UNLINK,
              Parcel.Kind.EXIT)) {
        letters.add(
            new Letter(
                kind,
                target,
                Optional.of(actor),
                "",
                Optional.empty(),
                Optional.of(ExitReason.crashed(new IllegalStateException("why")))));
      }
    }
    return letters;
  }

  private static List<Route> routes() {
    return List.of(
        new Route(SELF, 3, 0, SELF, 1, 2, Route.Kind.SENT),
        new Route(THIRD, 3, 9, SELF, 4, 0, Route.Kind.NEXT),
        new Route(SELF, 3, 0, SELF, 1, 2, Route.Kind.HAND_OVER));
  }

  private static List<Note> notes() {
    Target named = new Target.Named("shop", "a");
    ExitReason crashed = ExitReason.crashed(new IllegalStateException("why"));
    return List.of(
        new Note.Watch(named, true),
        new Note.Unwatch(new Target.Single(3, "/x"), false),
        new Note.Ended(named, crashed),
        new Note.Answer(77, Shop.Stock.class, Map.of("apples", 3)),
        new Note.Failure(78, new AskFailure.Stopped("it", crashed)),
        new Note.Failure(79, new AskFailure.NodeLost("it", "gone")),
        new Note.Failure(83, new AskFailure.NotSent("it", "no way")),
        new Note.Failure(80, new AskFailure.Refused(new ClusterUnavailableException("few"))),
        new Note.Failure(81, new AskFailure.Failed(new IllegalStateException("why"))),
        new Note.AskMoved(82, THIRD),
        new Note.Placement(new PlacementMessage.Switched(123456789L, 4)),
        new Note.Placement(new PlacementMessage.Done(987654321L, Set.of())),
        new Note.Placement(new PlacementMessage.Done(987654321L, Set.of(1L, -1L, 77L))),
        new Note.Placement(new PlacementMessage.Followed(987654321L, -77L)),
        new Note.Placement(new PlacementMessage.Farewell(5)));
  }

  /// Knows one actor, which everybody is.
  private final class OneActor implements Addresses {
    @Override
    public NodeId self() {
      return SELF;
    }

    @Override
    public Place of(ActorRef<?> ref, Class<?> protocol) {
      return new Place.At(THIRD, new Target.Single(7, "/it"));
    }

    @Override
    public ActorRef<?> named(Target.Named target, Optional<String> role) {
      return actor;
    }

    @Override
    public ActorRef<?> process(NodeId node, Target.Single target) {
      return actor;
    }
  }
}
