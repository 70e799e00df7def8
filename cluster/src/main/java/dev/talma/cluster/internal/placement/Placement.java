package dev.talma.cluster.internal.placement;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.PlacementMessage.Done;
import dev.talma.cluster.internal.placement.PlacementMessage.Farewell;
import dev.talma.cluster.internal.placement.PlacementMessage.Followed;
import dev.talma.cluster.internal.placement.PlacementMessage.Switched;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// Keeps the ring of this node, and finds out when everything is where the ring says. A state
/// machine without clock, thread or I/O: each input returns what is to be done, in order.
///
/// *The problem.* Each node has a ring of its own, made from what it has heard of the others, and
/// there is no moment in which all change theirs. Still, no two nodes may run one named actor, what
/// one sender sends to it must arrive in order, and nothing may be lost, however rings change.
///
/// *The barrier.* All goes over links that keep the order. An *epoch* counts the views that a node
/// has adopted.
///
/// 1. Who adopts a view tells all others `Switched(digest, epoch)`. So when a message comes in, the
///    last `Switched` of its link says by which view it was sent.
/// 2. When all others have adopted the same view, all *agree*. The *stamp* is a hash of this view
///    and of everyone's epoch; one who adopts another view and comes back makes another stamp. Now
///    a node hands over what is not its own, and passes on what it has held and is not its own.
/// 3. When that is done, it tells all `Done(stamp)`, which on each link is behind all of it.
/// 4. Who has `Done` of all others, with its own stamp, has *settled*.
///
/// *What it is good for.* Take a node that settles, and a message that anyone has sent before the
/// epoch that counts in the stamp. On no link can it still be before a `Switched`, as all have been
/// received. A node where it then was has passed it on by the agreed view, before its `Done`. So it
/// is at its owner by this view: whatever is ours has come. The same is true of actors, as those
/// travel like messages.
///
/// *One activation.* An actor is started anew only by a node that has owned it when it settled, and
/// in all its views since. When it settled nobody else had it. Another one has it later only from
/// this node's hand-over, or by settling, for which it needs this node's `Done`, which comes after
/// the hand-over. No view in between is without this node, unless it has crashed or left. One who
/// leaves is in all views, as *leaving*, until it has gone, and goes only when all others have told
/// it `Farewell`: that they have settled, and so have got all that it had for them. An actor is
/// handed over only when all agree, so that none is ever with a node that others have not heard of.
///
/// *Order.* A message may go into an actor when all have that its source has sent before. Who has
/// settled knows this of all messages that were sent up to the epochs in the stamp, wherever they
/// came by. Of later ones it is known in two cases, and they are what makes a change of views
/// unnoticeable for actors that do not move:
///
/// - The node has owned the actor ever since it settled, and the source has sent all for it here
///   since then. For that a direct message says *since* which epoch its source has had the same
///   owner; one that has changed its mind in between gives a later epoch, and its messages wait.
/// - The node has got the actor from its former owner, of which the above was true, and which goes
///   on passing such messages, as *next*, behind the hand-over.
///
/// All others are held, and when the node settles they go in, sorted by source, the epoch in which
/// the source has sent them, and the number that the first node gave them: all that was sent in one
/// epoch has gone to the same first node. A message of an epoch that is later than the stamp's goes
/// on waiting: its source has adopted another view, so there is another barrier to come.
///
/// *The busy ones.* An actor finishes its message before it goes, which may take long: it may even
/// ask one that the others hold back until they have settled. So a node does not wait for it before
/// it says `Done`, but names it, and when it has followed with all that waited for it, says
/// `Followed` of it. To its owner it is until then as if that had not settled. Whatever view comes
/// in between, the owner has then, or gets, is told of it anew. One who leaves waits for all of its
/// own.
///
/// *No end of travelling.* A message is passed on by each node's own view; one that would go back
/// to where it has come from, or has travelled far, waits until all agree. A node that has never
/// settled passes nothing on, and sends nothing, before all agree: its first view may be old, and
/// name nodes that are gone.
///
/// *One that was taken for lost* may not know of it, and have run actors itself. What it sends
/// waits from when it has a session again until all agree: what it has sent to actors of its own
/// comes with their hand-over, which is before that.
///
/// *What is not promised.* In a partition each side settles by itself and runs every actor; when it
/// heals, one activation stays for each, the others' state is dropped and reported. The same may
/// happen when views differ for longer than the time for settling, as each node then goes on alone,
/// and when the only node that has heard of a new one crashes before it has told the others. In a
/// crash the actors of the node are lost with their state, and what was on the way to, through or
/// from it; there are no duplicates, and order holds for the rest. With `minMembers` at more than
/// half of the cluster, the smaller side of a partition stops its actors.
///
/// *Threading*: one thread at a time, together with all that it returns; see [Routing].
public final class Placement {
  /// How many views since it settled a node remembers. With more, all its keys wait until it
  /// settles.
  static final int MAX_ERAS = 16;

  private final NodeId self;
  private final int minMembers;
  private final Peers peers = new Peers();
  private final AtomicLong orders = new AtomicLong();

  private Optional<View> view = Optional.empty();
  private Set<NodeId> others = Set.of();
  private long digest;
  private long epoch;
  private Optional<String> refused = Optional.empty();
  private List<Routing.Era> eras = List.of();
  private boolean complete;
  private Standing standing = new Standing.Never();
  private Optional<Ring> toHandOver = Optional.empty();
  private boolean handedOver;

  /// Whether something that was held is still to be decided, as it was asked for.
  private boolean releasing;

  /// Those that this node has lost by the present view and that have not gone yet.
  private final Set<Key> busy = new HashSet<>();

  /// Of the present view and all epochs; empty while a peer has not adopted the same.
  private Optional<Long> agreed = Optional.empty();

  private Optional<Long> done = Optional.empty();

  /// With which stamp the others were told last of the present view who is busy.
  private Optional<Long> told = Optional.empty();

  private Optional<Long> settled = Optional.empty();
  private boolean gaveUp;
  private boolean left;
  private long ticket;
  private boolean waiting;
  private volatile Routing routing;

  /// A node that has no view yet, and holds everything.
  ///
  /// @param self who this node is
  /// @param minMembers with fewer members than this nothing runs; at least 1
  public Placement(NodeId self, int minMembers) {
    if (minMembers < 1) {
      throw new IllegalArgumentException(
          "The least number of members is 1 or more, but this is " + minMembers);
    }
    this.self = Objects.requireNonNull(self);
    this.minMembers = minMembers;
    this.routing = snapshot();
  }

  /// {@return what decides about messages at present} Every thread may call this.
  public Routing routing() {
    return routing;
  }

  /// {@return whether everything is where it belongs, as far as this node knows}
  public boolean isSettled() {
    return agreed.isPresent() && agreed.equals(settled);
  }

  /// {@return the epoch, that is how many views this node has adopted}
  public long epoch() {
    return epoch;
  }

  /// {@return what to do} This node sees another cluster.
  ///
  /// @param seen what it sees. This node is among the members, or else it leaves
  public List<Action> viewChanged(View seen) {
    if (view.equals(Optional.of(seen))) {
      return List.of();
    }
    boolean first = view.isEmpty();
    Ring ring = Ring.of(seen.members());
    view = Optional.of(seen);
    Set<NodeId> participants = new HashSet<>(seen.participants());
    participants.remove(self);
    others = Set.copyOf(participants);
    digest = seen.digest(ring);
    epoch++;
    handedOver = first;
    busy.clear();
    told = Optional.empty();
    toHandOver = Optional.empty();
    gaveUp = false;
    agreed = Optional.empty();
    List<Action> actions = new ArrayList<>();
    for (NodeId peer : View.sorted(others)) {
      actions.add(new Action.Send(peer, new Switched(digest, epoch)));
    }
    refused = tooFew(seen);
    if (refused.isPresent()) {
      eras = List.of();
      standing = new Standing.Never();
      actions.add(new Action.StopAll(epoch, refused.get()));
    } else {
      remember(new Routing.Era(epoch, ring));
      actions.add(new Action.Adopt(epoch, ring));
      toHandOver = first ? Optional.empty() : Optional.of(ring);
    }
    release(actions);
    startTimer(actions);
    return progress(actions);
  }

  /// {@return what to do} A peer has told something.
  ///
  /// @param peer the peer
  /// @param message what
  public List<Action> received(NodeId peer, PlacementMessage message) {
    peers.told(peer, message);
    if (message instanceof Followed(_, long mark)) {
      return haveCome(Set.of(mark));
    }
    List<Action> actions = progress(new ArrayList<>());
    if (message instanceof Done && standing instanceof Standing.Settled(_, Set<Long> waited)) {
      actions.addAll(haveCome(waited)); // after a lost session it is said again who is left
    }
    return actions;
  }

  /// Some of those that were busy elsewhere may have come, unless this node has settled by another
  /// view.
  private List<Action> haveCome(Set<Long> marks) {
    if (!isSettled() || !(standing instanceof Standing.Settled(_, Set<Long> waited))) {
      return List.of();
    }
    List<Action> actions = new ArrayList<>();
    for (long mark : marks) {
      if (!peers.isBusy(others, mark) && waited.remove(mark)) {
        actions.add(new Action.ReleaseOne(mark));
      }
    }
    if (!actions.isEmpty()) {
      routing = snapshot(); // for those who remember what was decided by the former one
    }
    return actions;
  }

  /// {@return what to do} There is a session with a peer, and nothing was sent on it yet.
  ///
  /// @param peer the peer
  public List<Action> sessionOpened(NodeId peer) {
    List<Action> actions = new ArrayList<>();
    if (view.isPresent()) {
      actions.add(new Action.Send(peer, new Switched(digest, epoch)));
      if (agreed.isPresent() && agreed.equals(done)) {
        actions.add(new Action.Send(peer, done(done.get(), peer)));
      }
      if (isSettled() && view.get().leaving().contains(peer)) {
        actions.add(new Action.Send(peer, new Farewell(settled.orElseThrow())));
      }
    }
    return actions;
  }

  /// {@return what to do} The session with a peer has ended, and all that came on it was received.
  ///
  /// @param peer the peer
  public List<Action> sessionClosed(NodeId peer) {
    peers.forget(peer);
    List<Action> actions = progress(new ArrayList<>());
    if (view.isPresent() && !others.contains(peer)) {
      release(actions); // what it has sent waited for it to come back
    }
    return actions;
  }

  private void release(List<Action> actions) {
    releasing = true;
    actions.add(new Action.Release());
  }

  /// {@return what to do} What [Action.Release] asked for is done: nothing of it is left.
  public List<Action> released() {
    if (!releasing) {
      return List.of();
    }
    releasing = false;
    return progress(new ArrayList<>());
  }

  /// {@return what to do} What [Action.HandOver] or [Action.StopAll] asked for is done.
  ///
  /// @param adoption its epoch; nothing happens if that is not the present one
  public List<Action> handedOver(long adoption) {
    return handedOver(adoption, Set.of());
  }

  /// {@return what to do} What [Action.HandOver] asked for is done, but for some actors that are in
  /// the middle of a message; [#followed] is to be said of each when it has gone. Others need not
  /// wait for them, whom they may be asking. But one who leaves waits for all, as well as one who
  /// has no actors any more: there it is to be said again when none is left.
  ///
  /// @param adoption its epoch; nothing happens if that is not the present one
  /// @param left those that have not gone
  public List<Action> handedOver(long adoption, Set<Key> left) {
    if (adoption != epoch || handedOver || (!left.isEmpty() && !mayBeBusy())) {
      return List.of();
    }
    handedOver = true;
    toHandOver = Optional.empty(); // it may have been about to be asked for again
    busy.addAll(left);
    return progress(new ArrayList<>());
  }

  /// {@return whether the others do not wait, or not any more, for what this node has for them by
  /// the present view}
  public boolean hasHandedOver() {
    return handedOver;
  }

  /// {@return whether what [Action.HandOver] asked for is still to be done} If not, it is asked for
  /// again when all agree.
  ///
  /// @param adoption its epoch
  public boolean mayHandOver(long adoption) {
    return adoption == epoch && (agreed.isPresent() || gaveUp);
  }

  private boolean mayBeBusy() {
    return refused.isEmpty() && !isLeaving();
  }

  /// {@return what to do} An actor that was busy when the others went has gone too, with all that
  /// waited for it.
  ///
  /// @param key which one; nothing happens if there was another view meanwhile
  public List<Action> followed(Key key) {
    if (!busy.remove(key) || told.isEmpty()) {
      return List.of();
    }
    return ring()
        .owner(key)
        .filter(others::contains)
        .map(owner -> List.<Action>of(new Action.Send(owner, new Followed(told.get(), key.mark()))))
        .orElse(List.of());
  }

  private Ring ring() {
    return eras.getLast().ring();
  }

  private Done done(long stamp, NodeId peer) {
    return new Done(
        stamp,
        busy.stream()
            .filter(key -> ring().owner(key).equals(Optional.of(peer)))
            .map(Key::mark)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /// {@return what to do} The time for settling is over.
  ///
  /// @param timer the ticket of [Action.AwaitSettled]; nothing happens if there was a later one
  public List<Action> settleTimeout(long timer) {
    if (!waiting || timer != ticket) {
      return List.of();
    }
    waiting = false;
    gaveUp = true;
    Set<NodeId> missing = new HashSet<>();
    for (NodeId peer : others) {
      if (agreed.isEmpty() ? !peers.hasAdopted(peer, digest) : !agreed.equals(peers.done(peer))) {
        missing.add(peer);
      }
    }
    if (refused.isEmpty()) {
      standing = new Standing.GaveUp();
      forgetEras();
    }
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.SettledLate(epoch, Set.copyOf(missing)));
    release(actions);
    beginHandOver(actions);
    return progress(actions);
  }

  /// Goes through the steps of the barrier, as far as they can be taken.
  private List<Action> progress(List<Action> actions) {
    if (view.isEmpty()) {
      routing = snapshot(); // what comes now is of the epoch that its sender has told
      return actions;
    }
    Optional<Long> before = agreed;
    agreed =
        others.stream().allMatch(peer -> peers.hasAdopted(peer, digest))
            ? Optional.of(Peers.stamp(digest, epochs()))
            : Optional.empty();
    if (agreed.isEmpty()) {
      // the same may come about again, as after a lost session, and then has to be told again
      done = Optional.empty();
      settled = Optional.empty();
      if (before.isPresent() && !handedOver && refused.isEmpty()) {
        toHandOver = Optional.of(ring());
      }
    } else {
      if (!agreed.equals(before)) {
        release(actions);
        beginHandOver(actions);
      }
      if (handedOver && !releasing && !agreed.equals(done)) {
        done = agreed;
        told = done;
        for (NodeId peer : View.sorted(others)) {
          actions.add(new Action.Send(peer, done(done.get(), peer)));
        }
      }
      if (agreed.equals(done)
          && !agreed.equals(settled)
          && others.stream().allMatch(peer -> agreed.equals(peers.done(peer)))) {
        settle(actions);
      }
    }
    if (isSettled()) {
      waiting = false;
    } else if (!waiting && !gaveUp) {
      startTimer(actions);
    }
    if (isLeaving() && !left && !releasing && mayLeave()) {
      left = true;
      actions.add(new Action.Left());
    }
    routing = snapshot();
    return actions;
  }

  private void settle(List<Action> actions) {
    settled = agreed;
    gaveUp = false;
    if (refused.isEmpty()) {
      Set<Long> waited = ConcurrentHashMap.newKeySet();
      waited.addAll(peers.busy(others));
      standing = new Standing.Settled(epochs(), waited);
      forgetEras();
    }
    for (NodeId peer : View.sorted(view.orElseThrow().leaving())) {
      if (!peer.equals(self)) {
        actions.add(new Action.Send(peer, new Farewell(settled.orElseThrow())));
      }
    }
    actions.add(new Action.Settled(epoch));
    release(actions);
  }

  private void beginHandOver(List<Action> actions) {
    toHandOver.ifPresent(ring -> actions.add(new Action.HandOver(epoch, ring)));
    toHandOver = Optional.empty();
  }

  private boolean isLeaving() {
    return view.orElseThrow().members().stream().noneMatch(m -> m.id().equals(self));
  }

  private boolean mayLeave() {
    return (gaveUp && handedOver)
        || (isSettled() && others.stream().allMatch(p -> settled.equals(peers.farewell(p))));
  }

  private Map<NodeId, Long> epochs() {
    Map<NodeId, Long> epochs = new HashMap<>(peers.epochs());
    epochs.keySet().retainAll(others);
    epochs.put(self, epoch);
    return Map.copyOf(epochs);
  }

  private void remember(Routing.Era era) {
    List<Routing.Era> all = new ArrayList<>(eras);
    complete = !all.isEmpty() && complete;
    if (all.size() == MAX_ERAS) {
      all.removeFirst();
      complete = false;
    }
    all.add(era);
    eras = List.copyOf(all);
  }

  private void forgetEras() {
    eras = List.of(eras.getLast());
    complete = true;
  }

  private Optional<String> tooFew(View seen) {
    int members = seen.members().size();
    return members >= minMembers
        ? Optional.empty()
        : Optional.of(
            "Named actors need "
                + minMembers
                + (minMembers == 1 ? " member" : " members")
                + " of the cluster, but this node sees "
                + members);
  }

  private void startTimer(List<Action> actions) {
    waiting = true;
    actions.add(new Action.AwaitSettled(++ticket));
  }

  private Routing snapshot() {
    Set<NodeId> participants = view.map(View::participants).orElse(Set.of());
    return new Routing(
        self,
        refused,
        eras,
        complete,
        standing,
        agreed.isPresent(),
        gaveUp,
        participants,
        peers.epochs(),
        orders);
  }
}
