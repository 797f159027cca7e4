using RingFed.Federation.Masking;
using RingFed.Federation.Messages;
using RingFed.Federation.Topology;

namespace RingFed.Simulation.Masking;

/// <summary>
/// Rehearses masked sums over virtual rounds: silos drop out, crash before and after they have signed, come late, and
/// lie, all from one seed; then the checkers look at all that was sent.
/// </summary>
internal sealed class MaskedRehearsal
{
    /// <summary>Rounds after the last fault beyond the fewest: what crashes left behind costs a repeat or two.</summary>
    private const int HealingRounds = 12;

    private const int AwayRoundsMax = 4;

    /// <summary>A fault of each kind strikes a silo once in so many rounds; drawn for each run.</summary>
    private const int FaultOddsMin = 8;
    private const int FaultOddsMax = 40;
    private readonly MaskedRehearsalOptions options;
    private readonly Dice dice;
    private readonly MaskedTranscript transcript;
    private readonly MaskedSilo[] silos;
    private readonly List<string> violations = [];
    private readonly int faultOdds;
    private int generation;

    private MaskedRehearsal(MaskedRehearsalOptions options)
    {
        this.options = options;
        dice = new Dice(options.Seed);
        faultOdds = (int)dice.Between(FaultOddsMin, FaultOddsMax);
        string[] roster = [.. Enumerable.Range(0, options.Silos).Select(silo => $"silo-{silo}")];
        MaskedPlan plan = new("rehearsal", "rehearsal", roster, new Quorum(options.Silos, options.Liars).Votes, options.Sums);
        transcript = new MaskedTranscript(silo => silo >= options.Liars, new RehearsedValues(dice.Next()));
        silos = [.. roster.Select((_, index) => new MaskedSilo(index, plan, transcript, dice.Fork(), options.Defect))];
    }

    public static MaskedReport Run(MaskedRehearsalOptions options) => new MaskedRehearsal(options).Run();

    private MaskedReport Run()
    {
        foreach (MaskedSilo silo in silos)
        {
            silo.Begin(generation, sumsDone: 0);
        }

        int roundsMax = options.FaultyRounds + MaskingCaps.RoundsFor(options.Sums) - MaskingCaps.SlackRounds + HealingRounds;
        for (int round = 0; round < roundsMax && !IsOver; round++)
        {
            Play(isFaulty: round < options.FaultyRounds);
        }

        if (options.Liars == 0 && !IsOver)
        {
            violations.Add($"sum {silos[0].Sum} was not completed: {silos[0].Program.RepeatedBecause}");
        }

        MaskedAudit audit = new(transcript);
        violations.AddRange(audit.Violations);
        return new MaskedReport(
            options, transcript.Totals.Select(total => total.Sum).Distinct().Count(), transcript.Rounds.Count,
            transcript.Rounds.Select(round => (round.Generation, round.Exchange.Number)).Distinct().Count(),
            audit.Equations, audit.Coalitions, options.Defect == MaskedDefect.None ? audit.ThoseThatLearn() : 0, violations);
    }

    private bool IsOver => silos[^1].Program.Stage is MaskedStage.Done or MaskedStage.Ended;

    private void Play(bool isFaulty)
    {
        foreach (MaskedSilo silo in silos)
        {
            silo.AwayRounds = !isFaulty ? 0 : silo.AwayRounds > 0 ? silo.AwayRounds - 1 : dice.OneIn(faultOdds) ? 1 + dice.Below(AwayRoundsMax) : 0;
            if (isFaulty && dice.OneIn(faultOdds))
            {
                silo.Restart();
            }
        }

        MaskedSilo[] present = [.. silos.Where(silo => silo.AwayRounds == 0)];
        foreach (MaskedSilo silo in present)
        {
            silo.CatchUp();
        }

        if (present.LastOrDefault(silo => transcript.IsHonest(silo.Index)) is { } guide)
        {
            Agree(present, guide, isFaulty);
            RequireOneState(present);
            BeginAgainIfForgetful(guide);
        }
    }

    private void Agree(MaskedSilo[] present, MaskedSilo guide, bool isFaulty)
    {
        (MaskedStage stage, MaskedBatch exchange, int sum, int programSum) = (guide.Program.Stage, guide.Program.Exchange, guide.Sum, guide.Program.Sum);
        List<(int, byte[])> sent = [];
        List<GatheredPart> agreed = [];
        foreach (MaskedSilo silo in present)
        {
            byte[] payload = silo.Sign(transcript.IsHonest(silo.Index) ? null : Lie);
            sent.Add((silo.Index, payload));
            if (silo.SignTwice() is { } second)
            {
                sent.Add((silo.Index, second));
            }

            if (!isFaulty || !dice.OneIn(faultOdds))
            {
                agreed.Add(new GatheredPart(silo.Index, payload));
            }

            if (isFaulty && dice.OneIn(faultOdds))
            {
                silo.Restart();
            }
        }

        transcript.Add(new MaskedRound(generation, stage, exchange, sum, programSum, sent) { Agreed = agreed });
        if (stage == MaskedStage.Keys)
        {
            transcript.AgreedKeys(generation, exchange, agreed);
        }

        foreach (MaskedSilo silo in present)
        {
            silo.CatchUp();
        }

        if (guide.Program.Contributors is { } fixedOnes)
        {
            transcript.Accepted(generation, fixedOnes);
        }
    }

    /// <summary>Now and then another byte somewhere, or nothing.</summary>
    private byte[] Lie(byte[] payload)
    {
        if (dice.OneIn(3))
        {
            payload[dice.Below(payload.Length)] ^= (byte)(1 << dice.Below(8));
        }

        return payload;
    }

    /// <summary>A liar whose lie led its own program astray starts it again: it wants to go on being heard.</summary>
    private void RequireOneState(MaskedSilo[] present)
    {
        string[] states = [.. present.Where(silo => transcript.IsHonest(silo.Index)).Select(silo => silo.State).Distinct()];
        if (states.Length > 1)
        {
            violations.Add($"silos that heard the same rounds are in different states: {string.Join(" | ", states)}");
        }

        foreach (MaskedSilo liar in present.Where(silo => !transcript.IsHonest(silo.Index) && silo.State != states[0]))
        {
            liar.Restart();
        }
    }

    private void BeginAgainIfForgetful(MaskedSilo guide)
    {
        if (options.Defect == MaskedDefect.ForgetsContributors && guide.Program is { Sum: > 0, Stage: not MaskedStage.Done })
        {
            generation++;
            int done = guide.Sum;
            foreach (MaskedSilo silo in silos)
            {
                silo.Begin(generation, done);
            }
        }
    }
}
