using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Federation.Tests.Ring.Closing.Model;

/// <summary>
/// All liars of a ring, who see everything at once: they sign several envelopes, haves, proposals and votes for one place
/// and show them to whom they like, hand their payloads to some, and fall silent at any time. They sign for nobody else.
/// </summary>
internal sealed class ModelLiar(ModelRing ring)
{
    private readonly Dictionary<(RecordKind, string, int), HashSet<Digest>> signed = [];
    private long silentFrom;

    public void Start()
    {
        silentFrom = ring.Dice.Next(2) == 0 ? long.MaxValue : ring.Dice.Next(2 * (int)ring.Options.HealsAt);
        ring.Clock.After(ring.Dice.Next(50), Act);
    }

    private void Act()
    {
        if (ring.Clock.Now >= silentFrom || ring.Clock.Now > ring.Options.HealsAt + 10_000)
        {
            return;
        }

        foreach (int self in ring.Liars.ToList())
        {
            Lie(self);
        }

        ring.Clock.After(5 + ring.Dice.Next(60), Act);
    }

    private void Lie(int self)
    {
        int view = ViewToDisturb();
        switch (ring.Dice.Next(8))
        {
            case 0:
                ShowEnvelope(self);
                break;
            case 1:
                Show(ring.Records.Have(self, ring.Dice.Next(2), EnvelopesToClaim()));
                break;
            case 2:
                Propose(self, view);
                break;
            case < 5:
                Show(ring.Records.Prevote(self, view, ProposalIn(view)));
                break;
            default:
                Show(ring.Records.Precommit(self, view, ProposalIn(view), ring.Dice.Next(4) == 0 ? "lie" : "sum"));
                break;
        }
    }

    private void ShowEnvelope(int self)
    {
        SignedRecord envelope = ring.Records.Envelope(self, $"version {ring.Dice.Next(ring.Options.LiesPerPlace)}");
        Show(envelope);
        foreach (ModelSilo silo in ring.Silos)
        {
            if (ring.Dice.Next(2) == 0)
            {
                ring.Send(self, silo, target => target.TakePayload(envelope));
            }
        }
    }

    /// <summary>In one of its own views: honest haves, and now and then updates that do not follow from them.</summary>
    private void Propose(int self, int view)
    {
        InMemoryFacts facts = ring.Silos[ring.Dice.Next(ring.Silos.Count)].Facts;
        Electorate electorate = new(facts.Plan, facts.Round, facts.Active, VotingRules.Standard);
        while (electorate.Proposer(view) != self)
        {
            view++;
        }

        SignedRecord[] haves = [.. facts.Haves
            .GroupBy(ring.Records.IndexOf)
            .OrderBy(group => group.Key)
            .Where(_ => ring.Dice.Next(5) > 0)
            .Select(group => group.Last())];
        IReadOnlyList<HeldUpdate> updates = UpdateSelection.From([.. haves.Select(have => (Have)have.Body)], default, electorate, facts).Updates;
        ClosingProposal proposal = ClosingProposal.Of(
            [.. haves.Select(have => have.Id)],
            ring.Dice.Next(5) == 0 ? [.. updates.Skip(1)] : updates,
            [],
            default,
            facts.Previous);
        Show(ring.Records.Propose(self, view, proposal, ring.Dice.Next(3) == 0 ? ring.Dice.Next(-1, view + 1) : -1));
    }

    private IEnumerable<SignedRecord> EnvelopesToClaim() => ring.Dice.Next(3) switch
    {
        0 => [],
        1 => Enumerable.Range(0, ring.Options.Silos).Select(silo => ring.Records.Envelope(silo, "never signed")),
        _ => Enumerable.Range(0, ring.Options.Silos)
            .Select(silo => ring.Liars.Contains(silo) ? ring.Records.Envelope(silo, $"version {ring.Dice.Next(ring.Options.LiesPerPlace)}") : ring.Records.Envelope(silo)),
    };

    private int ViewToDisturb()
    {
        IReadOnlyList<int> views = ring.Silos[ring.Dice.Next(ring.Silos.Count)].Facts.Views;
        return views.Count == 0 ? 0 : Math.Min(views[^1], 1_000) + (ring.Dice.Next(8) == 0 ? 1 : 0);
    }

    /// <returns>A proposal that some silo knows, or nil.</returns>
    private Digest? ProposalIn(int view)
    {
        List<Digest> known = [.. ring.Silos
            .SelectMany(silo => silo.Facts.ProposalsIn(view))
            .Select(record => ((Propose)record.Body).Proposal.Id)
            .Distinct()];
        return known.Count == 0 || ring.Dice.Next(3) == 0 ? null : known[ring.Dice.Next(known.Count)];
    }

    /// <summary>To some silos, or to all; not more different ones for a place than the run allows.</summary>
    private void Show(SignedRecord record)
    {
        (RecordKind, string, int) place = (record.Kind, record.Body.Origin, record.Body.Slot);
        HashSet<Digest> said = signed.TryGetValue(place, out HashSet<Digest>? before) ? before : signed[place] = [];
        if (!said.Contains(record.Id) && said.Count == ring.Options.LiesPerPlace)
        {
            return;
        }

        said.Add(record.Id);
        bool isOpen = ring.Dice.Next(2) == 0;
        foreach (ModelSilo silo in ring.Silos)
        {
            if (isOpen || ring.Dice.Next(2) == 0)
            {
                ring.Send(ring.Records.IndexOf(record), silo, record);
            }
        }
    }
}
