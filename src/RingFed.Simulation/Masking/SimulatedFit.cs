using RingFed.Federation.Masking;
using RingFed.Federation.Masking.Payloads;
using RingFed.Federation.Ring;

namespace RingFed.Simulation.Masking;

/// <summary>
/// A silo's fit while its process lives: it asks for one masked sum after the other, as the daemon's does, over the rounds
/// that the session hands it. Nothing of it is on a disk; after a restart the session hands it all statistic rounds again.
/// </summary>
internal sealed class SimulatedFit : IDisposable
{
    private readonly int machine;
    private readonly string silo;
    private readonly SimulationOptions options;
    private readonly MaskedWatch watch;
    private readonly MaskedDefect defect;
    private readonly TapedRandomness tape;
    private MaskedCourse course;
    private RoundTerms? terms;
    private int forgotten;
    private int taken = -1;
    private string? refused;

    /// <summary>What a spoiled payload was made of: the program goes on as if that had been signed.</summary>
    private (int Round, int Place, byte[] Payload)? meant;

    public SimulatedFit(int machine, string silo, SimulationOptions options, MaskedWatch watch, MaskedDefect defect, ulong seed)
    {
        (this.machine, this.silo, this.options, this.watch, this.defect) = (machine, silo, options, watch, defect);
        tape = new TapedRandomness(defect == MaskedDefect.ReusesKeys ? new RepeatedRandomness(options.Seed) : new SeededMaskRandomness(new Dice(seed)));
        course = new MaskedCourse(silo, options.Sums, tape);
    }

    private int Completed => forgotten + course.Completed;

    /// <summary>This silo's payload of a statistic round.</summary>
    public MaskedContribution Contribute(int round, SessionPlan plan)
    {
        MaskedProgram program = ProgramOf(plan.TermsOf(round));
        if (round <= taken || !Asks(round, plan.Phases))
        {
            return program.Abstain();
        }

        MaskedRound open = Open(program);
        tape.Cut();
        MaskedContribution shipping = program.Contribute(Input());
        MaskedContribution made = Spoiled(shipping, open, plan.Self);
        meant = (round, plan.Self, shipping.Payload);
        byte[] drawn = tape.Cut();
        if (open.Stage == MaskedStage.Keys && drawn.Length > 0)
        {
            watch.Transcript.AddSecrets(open.Generation, open.Exchange, plan.Self, made.Payload, drawn);
        }

        watch.Made(round, open, plan.Self, made.Payload);
        return made;
    }

    /// <summary>The agreed result of a statistic round; each once and in order, whether or not this silo was in it.</summary>
    public void Take(int round, SessionPlan plan, IReadOnlyList<GatheredPart> parts)
    {
        if (round <= taken)
        {
            return;
        }

        int next = plan.KindOf(taken + 1) == RoundKind.Statistic ? taken + 1 : plan.Phases.Opening + plan.Phases.Training;
        if (round != next)
        {
            watch.OutOfTurn(machine, round, taken);
        }

        taken = round;
        MaskedProgram program = ProgramOf(plan.TermsOf(round));
        if (refused is not null)
        {
            return;
        }

        bool asks = Asks(round, plan.Phases);
        (int sum, MaskedRound open) = (Completed, Open(program));
        watch.Takes(round, open, parts);
        if (course.Take(meant is { } own && own.Round == round ? [.. parts.Select(part => AsMeant(part, own.Place, own.Payload))] : parts) is { } total)
        {
            watch.Transcript.Add(new FoundTotal(machine, open.Generation, sum, total));
        }

        if (program.Contributors is { } contributors)
        {
            watch.Transcript.Accepted(open.Generation, contributors);
        }

        Conclude(round, plan.Phases, program, asks);
        watch.Took(machine, round, $"{program.Stage} {Completed} {program.Batch} {string.Join(",", program.Contributors ?? [])} {refused}");
    }

    public void Dispose() => course.Dispose();

    /// <summary>As in the daemon, where the silo ends with the sentence.</summary>
    private void Conclude(int round, RoundPhases phases, MaskedProgram program, bool asked)
    {
        string? why = !asked || !Asks(round, phases) ? null
            : program.Stage == MaskedStage.Ended ? program.EndedBecause
            : round == phases.LastOf(round) ? $"all rounds that are kept for sums are used up: {program.RepeatedBecause ?? "the last one was not over"}"
            : null;
        if (why is not null)
        {
            refused = $"sum {Completed}: {why}";
            watch.Refused(machine, refused);
        }
    }

    /// <summary>Whether the round's stage of the fit still wants a sum.</summary>
    private bool Asks(int round, RoundPhases phases) =>
        refused is null && Completed < (round < phases.Opening ? options.SumsBefore : options.Sums);

    private MaskedProgram ProgramOf(RoundTerms next)
    {
        if (terms is not null && terms.Epoch != next.Epoch && defect == MaskedDefect.ForgetsContributors)
        {
            forgotten = Completed;
            course.Dispose();
            course = new MaskedCourse(silo, options.Sums - forgotten, tape);
        }

        terms = next;
        MaskedProgram program = course.ProgramOf(Epochs.TopologyBook.Federation, $"{next.Topology} epoch {next.Epoch}", next.Roster, next.Votes);
        watch.Begin(next.Epoch, new MaskedPlan(Epochs.TopologyBook.Federation, $"{next.Topology} epoch {next.Epoch}", next.Roster, next.Votes, 0));
        return program;
    }

    private MaskedRound Open(MaskedProgram program) => new(terms!.Epoch, program.Stage, program.Exchange, Completed, program.Sum, []);

    private GatheredPart AsMeant(GatheredPart part, int place, byte[] payload) =>
        defect == MaskedDefect.MasksNeighboursOnly && part.Origin == place ? part with { Payload = payload } : part;

    private MaskedInput Input() => new(
        RehearsedValues.NameOf(Completed), watch.Transcript.Values.Of(machine, Completed), RehearsedValues.Length, RehearsedValues.Limit);

    private MaskedContribution Spoiled(MaskedContribution made, MaskedRound open, int place) =>
        defect == MaskedDefect.MasksNeighboursOnly && open.Stage == MaskedStage.Input && made.Payload[0] == PayloadStatus.Given
            ? made with
            {
                Payload = NeighbourMasks.On(
                    made.Payload, Input(), watch.Transcript, new MaskEquation(open.Generation, open.Exchange, open.Sum, open.ProgramSum, place, open.Exchange.Dealers)),
            }
            : made;
}
