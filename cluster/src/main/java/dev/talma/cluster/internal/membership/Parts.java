package dev.talma.cluster.internal.membership;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Network;
import dev.talma.cluster.internal.transport.Session;
import io.scalecube.cluster.membership.MembershipEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of a running membership, and what each has to do with the others. The loop owns them:
/// what is called from elsewhere hands over to it.
final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger("dev.talma.cluster");
  private static final Duration TOGETHER = Duration.ofMillis(20);
  private static final Duration LEAVE_LIMIT = Duration.ofMillis(500);

  private final MembershipSettings settings;
  private final Network network;
  private final OpenSessions sessions;
  private final MembershipListener listener;
  private final Loop loop;
  private final View view;
  private final SessionTransport transport;
  private final Swim swim;
  private final Questions questions;
  private final Mesh mesh;
  private final Witnesses witnesses;
  private final Rejoin rejoin;
  private final Admission admission;
  private final CompletableFuture<Void> left = new CompletableFuture<>();
  private final AtomicBoolean leaving = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private Map<String, String> state;
  private boolean publishing;

  Parts(
      MembershipSettings settings,
      Network network,
      OpenSessions sessions,
      MembershipListener listener) {
    this.settings = settings;
    this.network = network;
    this.sessions = sessions;
    this.listener = listener;
    this.state = settings.state();
    Published published =
        new Published(
            0,
            System.currentTimeMillis(),
            false,
            settings.weight(),
            settings.roles(),
            settings.state());
    NodeId id = network.self();
    Node self =
        new Node(
            id,
            network.address(),
            new io.scalecube.cluster.Member(
                id.toString(), id.name(), network.address().toString(), settings.cluster()),
            published);
    loop = new Loop(id.name());
    view = new View(self, listener);
    transport = new SessionTransport(network, sessions, settings.timing().pingInterval());
    swim = new Swim(settings, self, transport, event -> loop.execute(() -> happened(event)));
    questions = new Questions(loop);
    rejoin = new Rejoin(loop, network, settings.timing().rejoinInterval(), swim::ask);
    witnesses =
        new Witnesses(
            loop, questions, sessions, settings.timing().lossTimeout(), new AboutTheLost());
    mesh = new Mesh(loop, network, sessions, new OfTheMesh());
    admission = new Admission(view, sessions, questions, new AtTheGate());
  }

  View view() {
    return view;
  }

  SessionTransport transport() {
    return transport;
  }

  void start() {
    swim.start();
    transport.begin();
    loop.execute(
        () -> {
          sessions.all().forEach(this::greet);
          rejoin.seeds(settings.seeds());
          greetStrangers();
        });
  }

  void publish(Map<String, String> newState) {
    loop.execute(
        () -> {
          state = newState;
          if (!publishing) {
            publishing = true;
            Loop.Later ignored = loop.after(TOGETHER, this::publishNow);
          }
        });
  }

  private void publishNow() {
    publishing = false;
    Published before = view.self().published();
    if (!before.state().equals(state)) {
      Published now = before.withState(state);
      view.own(now);
      swim.publish(now);
    }
  }

  CompletableFuture<Void> leave() {
    if (leaving.compareAndSet(false, true)) {
      loop.execute(
          () -> {
            Published now = view.self().published().withLeaving();
            view.own(now);
            swim.publish(now); // for those who have no session with this node
            questions.tell(
                sessions.all(), ControlFrame.Leaving::new, LEAVE_LIMIT, () -> left.complete(null));
          });
    }
    return left.copy();
  }

  void close() {
    if (closed.compareAndSet(false, true)) {
      CompletableFuture<Void> told = leave();
      told.completeOnTimeout(null, LEAVE_LIMIT.toMillis() * 2, TimeUnit.MILLISECONDS).join();
      end();
    }
  }

  private void end() {
    swim.end();
    loop.end();
    left.complete(null);
  }

  void opened(Session session) {
    loop.execute(
        () -> {
          mesh.opened(session.peer());
          greet(session);
        });
  }

  void closed(Session session) {
    NodeId peer = session.peer();
    loop.execute(
        () -> {
          mesh.closed(peer);
        });
  }

  void answered(NodeId by, long number, boolean yes) {
    loop.execute(() -> questions.answered(by, number, yes));
  }

  void leaving(NodeId peer, Runnable heard) {
    loop.execute(
        () -> {
          leaving(peer);
          heard.run();
        });
  }

  private void leaving(NodeId member) {
    view.leaving(member);
    view.find(member).ifPresent(node -> rejoin.leaves(node.address()));
  }

  private void greet(Session session) {
    NodeId peer = session.peer();
    if (session.address().equals(network.address())) {
      LOG.error(
          "{} says that others reach it at {}, but that is this node, {}. Configure for each node"
              + " the address that others reach it at",
          peer,
          session.address(),
          network.self());
      session.close("has the address of " + network.self());
      return;
    }
    boolean stranger = view.find(peer).isEmpty() && !admission.isKeptOut(peer);
    if (stranger && !leaving.get()) {
      swim.met(session);
    }
  }

  private void greetStrangers() {
    sessions.all().forEach(this::greet);
    Loop.Later ignored =
        loop.after(Loop.about(settings.timing().rejoinInterval()), this::greetStrangers);
  }

  private void happened(MembershipEvent event) {
    var swimMember = event.member();
    if (event.isRemoved() || event.isLeaving()) {
      gone(swimMember, event.isRemoved());
      return;
    }
    if (event.newMetadata() == null) {
      return; // it has left before it could be asked
    }
    try {
      Node node = Node.of(swimMember, event.newMetadata());
      if (event.isAdded()) {
        admission.added(node);
      } else {
        admission.updated(node);
      }
    } catch (IOException e) {
      LOG.error("The node {} does not become a member: {}", swimMember, e.getMessage());
    }
  }

  private void gone(io.scalecube.cluster.Member swimMember, boolean removed) {
    String name = Optional.ofNullable(swimMember.alias()).orElse("");
    if (!swimMember.id().startsWith(name + "#")) {
      return;
    }
    NodeId id = new NodeId(name, swimMember.id().substring(name.length() + 1));
    if (!removed) {
      leaving(id);
      return;
    }
    Optional<Node> node = view.find(id);
    if (node.isPresent()) {
      admission.removed(node.get());
    } else {
      admission.forget(id);
    }
  }

  private final class AtTheGate implements Admission.Gate {
    @Override
    public void admit(Node node) {
      LOG.debug("{}: {} joins", network.self(), node);
      rejoin.forget(node.address());
      view.joined(node);
      mesh.add(node);
    }

    @Override
    public void expel(Node node) {
      LOG.debug("{}: {} is removed", network.self(), node);
      boolean orderly = view.isLeaving(node.id());
      witnesses.close(node.id());
      transport.noRelay(node.address());
      mesh.remove(node.id(), "is no member any more for " + network.self());
      view.removed(node.id());
      if (orderly) {
        rejoin.leaves(node.address());
      } else {
        rejoin.lost(node.address());
      }
    }

    @Override
    public void refused(String why) {
      if (closed.compareAndSet(false, true)) {
        leaving.set(true);
        listener.refused(why); // who says so to the log
        end();
      }
    }
  }

  private final class OfTheMesh implements Mesh.Observer {
    @Override
    public void lost(Node node) {
      if (view.isLeaving(node.id())) {
        admission.removed(node); // it has said that it would go
        swim.dead(node);
        return;
      }
      view.lost(node.id());
      witnesses.open(node);
    }

    @Override
    public void found(Node node) {
      witnesses.close(node.id());
      transport.noRelay(node.address());
      view.found(node.id());
    }
  }

  private final class AboutTheLost implements Witnesses.Verdicts {
    @Override
    public void reached(Node about, NodeId by) {
      transport.relay(about.address(), by);
      view.unreached(about.id(), false);
    }

    @Override
    public void unreached(Node about) {
      transport.noRelay(about.address());
      view.unreached(about.id(), true);
    }

    @Override
    public void givenUp(Node about) {
      swim.dead(about);
    }
  }
}
