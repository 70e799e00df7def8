%% The rows of the benchmark table on the BEAM, for comparison. One process per actor, plain
%% messages; the row gen-server alone uses OTP.
%%
%%   erlc bench.erl && erl -noshell +P 4000000 -s bench main -extra ROW WARMUPS ROUNDS
%%
%% Prints a line "sample METRIC VALUE" for each round that counts; in nanoseconds per operation,
%% milliseconds or bytes, as the metric says. The rounds before, WARMUPS of them, are not printed.
-module(bench).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2]).

-define(PATIENCE, 60000).

main() ->
    [Row, Warmups, Rounds] = init:get_plain_arguments(),
    put(warmups, list_to_integer(Warmups)),
    try
        run(Row, list_to_integer(Rounds)),
        halt(0)
    catch
        Class:Reason:Stack ->
            io:format(standard_error, "~p ~p~n~p~n", [Class, Reason, Stack]),
            halt(1)
    end.

run("ping-pong", Rounds) ->
    Pairs = pairs(1),
    per_op(Rounds, 102400, fun() -> play(Pairs, 102400) end);
run("ping-pong-32", Rounds) ->
    Pairs = pairs(32),
    per_op(Rounds, 102400, fun() -> play(Pairs, 3200) end);
run("fan-in", Rounds) ->
    per_op(Rounds, 300000, fun() -> fan_in(2, 150000) end);
run("ring", Rounds) ->
    First = ring(500),
    per_op(Rounds, 100000, fun() -> First ! {token, 100000, self()}, await(done) end);
run("spawn", Rounds) ->
    rounds(Rounds, fun() ->
        Me = self(),
        {Parent, Nanos} = timed(fun() -> P = spawn(fun() -> family(20000, Me) end), await(done), P end),
        Parent ! stop,
        await(stopped),
        sample("op", Nanos / 20000)
    end);
run("ask", Rounds) ->
    Target = spawn(fun answerer/0),
    rounds(Rounds, fun() ->
        {_, Plain} = timed(fun() -> in_process(fun() -> ask_times(100000, Target) end) end),
        sample("op", Plain / 100000),
        {_, Monitored} = timed(fun() -> in_process(fun() -> call_times(100000, Target) end) end),
        sample("monitored", Monitored / 100000)
    end);
run("gen-server", Rounds) ->
    {ok, Server} = gen_server:start(?MODULE, [], []),
    rounds(Rounds, fun() ->
        {_, Call} = timed(fun() -> in_process(fun() -> server_calls(100000, Server) end) end),
        sample("call", Call / 100000),
        {_, Cast} = timed(fun() -> in_process(fun() -> server_casts(100000, Server) end) end),
        sample("cast", Cast / 100000),
        {Started, Start} = timed(fun() -> server_starts(5000, []) end),
        sample("start", Start / 5000),
        [gen_server:stop(Each) || Each <- Started]
    end);
run("fork-join-create", Rounds) ->
    per_op(Rounds, 20000, fun() -> fork_join_create(20000) end);
run("fork-join-throughput", Rounds) ->
    per_op(Rounds, 300000, fun() -> fork_join_throughput(60, 5000) end);
run("big", Rounds) ->
    per_op(Rounds, 120 * 800, fun() -> big(120, 800) end);
run("skynet", Rounds) ->
    per_op(Rounds, 1000000, fun() -> skynet(1000000) end);
run("selective", Rounds) ->
    per_op(Rounds, 2000, fun() -> in_process(fun() -> selective(1000, 2000, false) end) end);
run("selective-marked", Rounds) ->
    per_op(Rounds, 2000, fun() -> in_process(fun() -> selective(1000, 2000, true) end) end);
run("heap", _) ->
    sample("bytes", heap(200000)); % the same each time
run("blocked-sleep", Rounds) ->
    rounds(Rounds, fun() -> blocked(10000) end).

%% --- rounds

rounds(Rounds, Fun) ->
    put(silent, true),
    [Fun() || _ <- lists:seq(1, get(warmups))],
    put(silent, false),
    [Fun() || _ <- lists:seq(1, Rounds)].

per_op(Rounds, Operations, Fun) ->
    rounds(Rounds, fun() ->
        {_, Nanos} = timed(Fun),
        sample("op", Nanos / Operations)
    end).

timed(Fun) ->
    Begin = erlang:monotonic_time(nanosecond),
    Result = Fun(),
    {Result, erlang:monotonic_time(nanosecond) - Begin}.

sample(Metric, Value) ->
    case get(silent) of
        true -> ok;
        _ -> io:format("sample ~s ~.3f~n", [Metric, float(Value)])
    end.

await(Message) ->
    receive
        Message -> ok
    after ?PATIENCE -> error({missing, Message})
    end.

await_times(_, 0) -> ok;
await_times(Message, N) -> await(Message), await_times(Message, N - 1).

%% Does it in a process of its own, whose mailbox and heap are fresh.
in_process(Fun) ->
    Me = self(),
    spawn_link(fun() -> Fun(), Me ! done end),
    await(done).

%% --- gen_server

init([]) -> {ok, 0}.

handle_call(get, _, Count) -> {reply, Count, Count}.

handle_cast(add, Count) -> {noreply, (Count + 1) band 63}.

server_calls(0, _) -> ok;
server_calls(N, Server) ->
    true = gen_server:call(Server, get) < 64,
    server_calls(N - 1, Server).

server_casts(0, Server) -> true = gen_server:call(Server, get) < 64;
server_casts(N, Server) -> gen_server:cast(Server, add), server_casts(N - 1, Server).

server_starts(0, Started) -> Started;
server_starts(N, Started) ->
    {ok, Server} = gen_server:start(?MODULE, [], []),
    0 = gen_server:call(Server, get),
    server_starts(N - 1, [Server | Started]).

%% --- ping-pong

pairs(N) -> [spawn(fun() -> ping(spawn(fun pong/0), 0, none) end) || _ <- lists:seq(1, N)].

play(Pairs, RoundTrips) ->
    [Ping ! {start, RoundTrips, self()} || Ping <- Pairs],
    await_times(done, length(Pairs)).

ping(Pong, Left, Done) ->
    receive
        {start, RoundTrips, From} -> Pong ! {ping, self()}, ping(Pong, RoundTrips, From);
        pong when Left > 1 -> Pong ! {ping, self()}, ping(Pong, Left - 1, Done);
        pong -> Done ! done, ping(Pong, 0, none)
    end.

pong() ->
    receive {ping, From} -> From ! pong, pong() end.

%% --- fan-in

fan_in(Producers, Each) ->
    Me = self(),
    Sink = spawn(fun() -> sink(Producers * Each, Me) end),
    [spawn(fun() -> produce(Sink, Each) end) || _ <- lists:seq(1, Producers)],
    await(done).

produce(_, 0) -> ok;
produce(Sink, N) -> Sink ! item, produce(Sink, N - 1).

sink(0, Done) -> Done ! done;
sink(N, Done) -> receive item -> sink(N - 1, Done) end.

%% --- ring

ring(Size) ->
    First = spawn(fun() -> member(none) end),
    Second = lists:foldl(fun(_, Next) -> spawn(fun() -> member(Next) end) end, First, lists:seq(2, Size)),
    First ! {next, Second},
    First.

member(Next) ->
    receive
        {token, 0, Done} -> Done ! done, member(Next);
        {token, N, Done} -> Next ! {token, N - 1, Done}, member(Next);
        {next, Other} -> member(Other)
    end.

%% --- spawn + 1 message, fork-join create

%% The children live until the parent is told to stop.
family(N, Done) ->
    Latch = latch(N),
    Children = [begin Child = spawn(fun child/0), Child ! {hello, Latch, Done}, Child end || _ <- lists:seq(1, N)],
    await(stop),
    [exit(Child, kill) || Child <- Children],
    Done ! stopped.

child() -> receive {hello, Latch, Done} -> count_down(Latch, Done), child() end.

fork_join_create(N) ->
    Me = self(),
    Latch = latch(N),
    Child = fun() -> receive {work, From} -> count_down(Latch, From) end end,
    spawn(fun() -> [spawn(Child) ! {work, Me} || _ <- lists:seq(1, N)] end),
    await(done).

latch(N) ->
    Latch = atomics:new(1, []),
    atomics:put(Latch, 1, N),
    Latch.

count_down(Latch, Done) ->
    case atomics:sub_get(Latch, 1, 1) of
        0 -> Done ! done;
        _ -> ok
    end.

%% --- ask: by a reference alone, and as gen_server:call does it, with a monitor

ask_times(0, _) -> ok;
ask_times(N, Target) ->
    Ref = make_ref(),
    Target ! {get, self(), Ref},
    receive {Ref, Answer} when is_integer(Answer) -> ask_times(N - 1, Target) end.

call_times(0, _) -> ok;
call_times(N, Target) ->
    Ref = monitor(process, Target),
    Target ! {get, self(), Ref},
    receive
        {Ref, Answer} when is_integer(Answer) -> demonitor(Ref, [flush]), call_times(N - 1, Target);
        {'DOWN', Ref, _, _, Reason} -> error(Reason)
    after 5000 -> error(timeout)
    end.

answerer() -> answerer(0).

answerer(Last) ->
    Next = (Last + 1) band 63,
    receive {get, From, Ref} -> From ! {Ref, Next}, answerer(Next) end.

%% --- fork-join throughput

fork_join_throughput(Actors, Each) ->
    Me = self(),
    Sinks = [spawn(fun() -> sink(Each, Me) end) || _ <- lists:seq(1, Actors)],
    in_process(fun() -> [[Sink ! item || Sink <- Sinks] || _ <- lists:seq(1, Each)] end),
    await_times(done, Actors).

%% --- big

big(Actors, Each) ->
    Me = self(),
    Peers = list_to_tuple([spawn(fun() -> peer(Me) end) || _ <- lists:seq(1, Actors)]),
    [element(I, Peers) ! {start, Peers, I, Each} || I <- lists:seq(1, Actors)],
    await_times(done, Actors),
    [exit(Peer, kill) || Peer <- tuple_to_list(Peers)].

peer(Done) ->
    receive
        {ping, From} -> From ! pong, peer(Done);
        {start, Peers, Position, Each} -> ping_next(Done, Peers, Position * 7919, Each)
    end.

ping_next(Done, _, _, 0) -> Done ! done, answer_pings();
ping_next(Done, Peers, Random, Left) ->
    Next = (Random * 1103515245 + 12345) band 16#7fffffff,
    element((Next bsr 8) rem tuple_size(Peers) + 1, Peers) ! {ping, self()},
    await_pong(Done, Peers, Next, Left - 1).

await_pong(Done, Peers, Random, Left) ->
    receive
        pong -> ping_next(Done, Peers, Random, Left);
        {ping, From} -> From ! pong, await_pong(Done, Peers, Random, Left)
    end.

answer_pings() -> receive {ping, From} -> From ! pong, answer_pings() end.

%% --- skynet

skynet(Leaves) ->
    Me = self(),
    Expected = Leaves * (Leaves - 1) div 2,
    spawn(fun() -> node(0, Leaves, Me) end),
    receive {sum, Expected} -> ok after ?PATIENCE -> error(no_sum) end.

node(First, 1, Parent) -> Parent ! {sum, First};
node(First, Leaves, Parent) ->
    Me = self(),
    Below = Leaves div 10,
    [spawn(fun() -> node(First + I * Below, Below, Me) end) || I <- lists:seq(0, 9)],
    Parent ! {sum, sums(10, 0)}.

sums(0, Sum) -> Sum;
sums(N, Sum) -> receive {sum, Value} -> sums(N - 1, Sum + Value) end.

%% --- selective receive

selective(Waiting, Answers, Marked) ->
    [self() ! later || _ <- lists:seq(1, Waiting)],
    Answerer = spawn_link(fun answer/0),
    pick(Answers, Answerer, Marked).

pick(0, _, _) -> ok;
pick(N, Answerer, true) ->
    Ref = make_ref(), % made here, so that the receive does not look at what came before it
    Answerer ! {question, self(), Ref},
    receive {answer, Ref} -> pick(N - 1, Answerer, true) end;
pick(N, Answerer, false) ->
    Answerer ! {question, self(), N},
    receive {answer, N} -> pick(N - 1, Answerer, false) end.

answer() -> receive {question, From, Id} -> From ! {answer, Id}, answer() end.

%% --- heap per idle process: each has handled one message

heap(N) ->
    Me = self(),
    erlang:garbage_collect(),
    Before = erlang:memory(total),
    Parent = spawn(fun() -> family(N, Me) end),
    await(done),
    erlang:garbage_collect(Parent),
    After = erlang:memory(total),
    Parent ! stop,
    await(stopped),
    (After - Before) / N.

%% --- processes that each sleep 100 ms, and a quick one behind them

blocked(N) ->
    Me = self(),
    Sleepers = [spawn(fun() -> receive block -> timer:sleep(100), Me ! done end end) || _ <- lists:seq(1, N)],
    Quick = spawn(fun() -> receive {ping, From} -> From ! {pong, erlang:monotonic_time(nanosecond)} end end),
    Begin = erlang:monotonic_time(nanosecond),
    [Sleeper ! block || Sleeper <- Sleepers],
    Sent = erlang:monotonic_time(nanosecond),
    Quick ! {ping, Me},
    receive {pong, Handled} -> sample("quick", (Handled - Sent) / 1.0e6) after ?PATIENCE -> error(no_pong) end,
    await_times(done, N),
    sample("all", (erlang:monotonic_time(nanosecond) - Begin) / 1.0e6).
