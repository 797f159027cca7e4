using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Topology;
using RingFed.Simulation.Epochs;

namespace RingFed.Simulation.Checks;

/// <summary>
/// Every epoch that a close began, against what is promised of a change: two thirds of the silos agreed to it and their
/// operators said so, it may follow, and whoever runs it began it with the same round after the same close.
/// </summary>
internal sealed class EpochLedger(EpochTerms founding, TopologyBook book, SignatureRegister register, Action<bool, string> require)
{
    private readonly List<RunningEpoch> epochs = [new(founding, 0, null)];
    private readonly HashSet<(string Silo, Digest Draft)> agreed = [];

    /// <param name="Opening">Id of the close that carried it; null for the founding epoch.</param>
    private sealed record RunningEpoch(EpochTerms Terms, int FirstRound, Digest? Opening);

    public EpochTerms Newest => epochs[^1].Terms;

    /// <summary>The silo was in some epoch.</summary>
    public bool Knows(string silo) => epochs.Exists(epoch => epoch.Terms.PlaceOf(silo) >= 0);

    /// <summary>First round of the newest epoch.</summary>
    public int FirstRound => epochs[^1].FirstRound;

    /// <summary>Epochs that came after the founding one.</summary>
    public int Changes => epochs.Count - 1;

    /// <summary>The epoch in which the round is closed.</summary>
    public EpochTerms TermsOf(int round) => epochs.FindLast(epoch => epoch.FirstRound <= round)!.Terms;

    /// <summary>First round of that epoch.</summary>
    public int BeginOf(int round) => epochs.FindLast(epoch => epoch.FirstRound <= round)!.FirstRound;

    /// <summary>The silo's operator wants the draft.</summary>
    public void Agreed(string silo, Digest draft) => agreed.Add((silo, draft));

    /// <summary>A silo signs nothing about epochs that its operator did not say and its chain does not show.</summary>
    public void Signed(RecordBody body)
    {
        if (body is Assent assent)
        {
            require(agreed.Contains((assent.Origin, assent.Draft)), $"{assent.Origin} agreed to a draft that its operator did not sign");
        }
        else if (body is Opening opening)
        {
            RunningEpoch? epoch = epochs.Find(known => known.Terms.Epoch == opening.Epoch);
            require(
                epoch is not null && epoch.FirstRound == opening.Round && epoch.Opening == opening.Close,
                $"{opening.Origin} said that epoch {opening.Epoch} began with round {opening.Round} after close {opening.Close}");
        }
    }

    /// <summary>The first close that carries this epoch.</summary>
    /// <param name="active">Silos that had not left before the round, by their place.</param>
    public void Began(string where, RoundClose close, OriginSet active)
    {
        SimulatedTopology? next = book.Find(close.Proposal.Next);
        require(next is not null, $"{where} with a next epoch that nobody wrote");
        if (next is null)
        {
            return;
        }

        EpochTerms current = Newest;
        string? fault = book.Find(current.Topology) is { } running ? TopologyBook.FaultOf(running, next) : null;
        require(fault is null, $"{where} with a next epoch that may not follow: {fault}");
        int assents = active.ToList().Count(place => register.HasAssented(current.Epoch, current.Roster[place], next.Digest));
        int needed = DraftShelf.Needed(active.Count);
        require(assents >= needed, $"{where} with a next epoch that {assents} of {active.Count} silos agreed to, and {needed} must");
        epochs.Add(new RunningEpoch(next.Terms, close.Round + 1, close.Id));
    }

    /// <summary>A silo begins a session of an epoch that it takes for the newest.</summary>
    public void Entered(string silo, SessionPlan plan)
    {
        if (epochs.Find(known => known.Terms.Epoch == plan.Epoch) is not { } epoch)
        {
            require(false, $"{silo} runs epoch {plan.Epoch}, which no close began");
            return;
        }

        require(epoch.Terms.Topology == plan.Topology, $"{silo} runs another topology as epoch {plan.Epoch}");
        require(
            epoch.FirstRound == plan.FirstRound && epoch.Opening == plan.OpeningClose,
            $"{silo} began epoch {plan.Epoch} with round {plan.FirstRound} after another close than the others");
    }
}
