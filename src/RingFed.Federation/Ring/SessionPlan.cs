using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Topology;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Ring;

/// <summary>What the topology fixes for a session, seen from one silo. Indices are places in the roster.</summary>
/// <param name="Topology">Digest of the topology file; neighbours with another are refused.</param>
/// <param name="StatisticRounds">Rounds that gather statistics before training; they come first.</param>
/// <param name="ParameterRounds">Rounds that merge parameters.</param>
/// <param name="Nonce">Drawn once per process start.</param>
internal sealed record SessionPlan(
    string Federation,
    int Epoch,
    Digest Topology,
    IReadOnlyList<string> Roster,
    int Self,
    int StatisticRounds,
    int ParameterRounds,
    ulong Nonce,
    SessionTimes Times)
{
    // Asked for every record.
    private readonly Dictionary<string, int> indices =
        Roster.Select((silo, index) => (silo, index)).ToDictionary(place => place.silo, place => place.index);

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    public const int SignatureAlgorithm = 1;

    /// <summary>Rounds that gather statistics after the last parameter round.</summary>
    public int ClosingRounds { get; init; }

    /// <summary>The model has parameter rounds at all; what a topology says of them is nothing to one that has none.</summary>
    public bool Trains { get; init; } = true;

    /// <summary>f: silos that may lie.</summary>
    public int Byzantine { get; init; }

    /// <summary>Longest that a round waits for updates before it closes without them.</summary>
    public long RoundDeadlineMs { get; init; } = 600_000;

    /// <summary>Parameter rounds go to the ring neighbours alone (DESIGN 7.3); statistic rounds are relayed all the same.</summary>
    public bool ExchangesWithNeighbours { get; init; }

    /// <summary>Protocol versions spoken: from the oldest that the topology allows to the newest of this daemon.</summary>
    public ProtocolRange Protocol { get; init; } = ProtocolRange.Spoken;

    /// <summary>Digest of the epoch before; none for the founding epoch.</summary>
    public Digest Previous { get; init; }

    /// <summary>The round with which the epoch began; 0 for the founding epoch.</summary>
    public int FirstRound { get; init; }

    /// <summary>Id of the close that carried this epoch; null for the founding epoch.</summary>
    public Digest? OpeningClose { get; init; }

    /// <summary>What the epoch's first proposal names as the close before it.</summary>
    public Digest Genesis => OpeningClose ?? Topology;

    /// <summary>The epochs before this one, oldest first; empty in the founding epoch.</summary>
    public IReadOnlyList<EarlierEpoch> Earlier { get; init; } = [];

    /// <summary>This silo is new in the epoch and does not know yet where it began: <see cref="FirstRound"/> says nothing.</summary>
    public bool IsEntering { get; init; }

    public int Silos => Roster.Count;

    /// <summary>q: votes that close a round while no silo has left.</summary>
    public int Quorum => new Topology.Quorum(Silos, Byzantine).Votes;

    public RoundPhases Phases => new(StatisticRounds, ParameterRounds, ClosingRounds);

    public int RoundsTotal => Phases.Total;

    public int LastRound => RoundsTotal - 1;

    /// <summary>Rounds that every update travels the whole ring in, and that close for all silos alike; they come first.</summary>
    public int RelayRounds => ExchangesWithNeighbours ? StatisticRounds : RoundsTotal;

    /// <summary>The last of them; -1 when there is none.</summary>
    public int LastRelayRound => RelayRounds - 1;

    public int Successor => (Self + 1) % Silos;

    public int Predecessor => (Self + Silos - 1) % Silos;

    /// <summary>The silos this one connects to; one of them in a ring of two.</summary>
    public IReadOnlyList<int> Neighbours { get; } = NeighboursOf(Self, Roster.Count);

    public RoundKind KindOf(int round) => Phases.KindOf(round);

    /// <summary>The rounds that there would be with a draft's number of training rounds.</summary>
    public RoundPhases PhasesOf(EpochDraft draft) => new(StatisticRounds, Trains ? draft.ParameterRounds : 0, ClosingRounds);

    /// <summary>How many places clockwise a silo lies from another: the hops that an item needs.</summary>
    public int PlacesFrom(int origin, int silo) => (silo - origin + Silos) % Silos;

    /// <summary>The roster that was in force in a round; today's for rounds of this epoch, and where none is known.</summary>
    public IReadOnlyList<string> RosterOf(int round) => round >= FirstRound
        ? Roster
        : Earlier.LastOrDefault(epoch => round >= epoch.FirstRound)?.Roster ?? Roster;

    /// <summary>What was in force in a round; today's where none is known.</summary>
    public RoundTerms TermsOf(int round) => round < FirstRound && Earlier.LastOrDefault(epoch => round >= epoch.FirstRound) is { } epoch
        ? new RoundTerms(epoch.Epoch, TopologyDigest.TextOf(epoch.Topology), epoch.Roster, new Topology.Quorum(epoch.Roster.Count, epoch.Byzantine).Votes)
        : new RoundTerms(Epoch, TopologyDigest.TextOf(Topology), Roster, Quorum);

    /// <summary>Values by place in the roster of that round, by place in today's; of silos that were not in it, 0.</summary>
    public IReadOnlyList<double> Renumber(IReadOnlyList<double> values, int round)
    {
        Dictionary<string, double> bySilo = RosterOf(round).Zip(values).ToDictionary(place => place.First, place => place.Second);
        return [.. Roster.Select(silo => bySilo.GetValueOrDefault(silo))];
    }

    /// <summary>With which round an epoch before this one ended.</summary>
    /// <returns>Null for one that is not known.</returns>
    public int? LastRoundOf(int epoch, Digest topology)
    {
        for (int index = 0; index < Earlier.Count; index++)
        {
            if (Earlier[index].Epoch == epoch && Earlier[index].Topology == topology)
            {
                return (index + 1 < Earlier.Count ? Earlier[index + 1].FirstRound : FirstRound) - 1;
            }
        }

        return null;
    }

    /// <returns>-1 for a silo outside the roster.</returns>
    public int IndexOf(string silo) => indices.GetValueOrDefault(silo, -1);

    private static int[] NeighboursOf(int self, int silos) =>
        silos == 2 ? [1 - self] : [(self + 1) % silos, (self + silos - 1) % silos];
}
