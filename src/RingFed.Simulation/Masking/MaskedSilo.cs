using RingFed.Federation.Masking;
using RingFed.Federation.Masking.Payloads;

namespace RingFed.Simulation.Masking;

/// <summary>One silo of a rehearsal: its program, its process that can die, and what it has heard of the agreed rounds.</summary>
internal sealed class MaskedSilo(int index, MaskedPlan plan, MaskedTranscript transcript, Dice dice, MaskedDefect defect)
{
    private readonly ulong keySeed = dice.Next();
    private TapedRandomness? tape;
    private MaskedProgram? program;
    private MaskedProgram? twin;
    private int generation;
    private int firstRound;
    private int firstSum;
    private int taken;

    // What the program made of a round where something else was signed: it goes on as if it had been signed.
    private (int Round, byte[] Payload)? meant;

    public int Index => index;

    /// <summary>Rounds for which it neither sends nor hears anything.</summary>
    public int AwayRounds { get; set; }

    public MaskedProgram Program => program!;

    /// <summary>What must be the same at all silos that heard the same rounds.</summary>
    public string State => $"{Program.Stage} {Program.Sum} {Program.Batch} {string.Join(",", Program.Contributors ?? [])}";

    public int Sum => firstSum + Program.Sum;

    /// <summary>A program begins: the first, or with a planted defect one that knows nothing of those before.</summary>
    public void Begin(int newGeneration, int sumsDone)
    {
        generation = newGeneration;
        firstRound = transcript.Rounds.Count;
        firstSum = sumsDone;
        Restart();
    }

    /// <summary>The process starts again: secrets are gone, agreed rounds are heard again from the first.</summary>
    public void Restart()
    {
        program?.Dispose();
        meant = null;
        taken = firstRound;
        ulong seed = dice.Next();
        program = New(seed, out tape);
        twin = defect == MaskedDefect.ReleasesBothKinds && index == 0 && firstRound == transcript.Rounds.Count ? New(seed, out _) : null;
        CatchUp();
    }

    /// <summary>Takes the rounds that were agreed while it was away.</summary>
    public void CatchUp()
    {
        for (; taken < transcript.Rounds.Count; taken++)
        {
            IReadOnlyList<GatheredPart> agreed = transcript.Rounds[taken].Agreed;
            int sum = Sum;
            if (Program.Take(AsMeant(agreed)) is { } total)
            {
                transcript.Add(new FoundTotal(index, generation, sum, total));
            }

            twin?.Take(transcript.Rounds[taken].Stage == MaskedStage.Input ? WithoutOne(agreed) : agreed);
        }
    }

    /// <summary>What it signs for the open round; the secrets behind it are noted for the checkers.</summary>
    /// <param name="alter">What a liar makes of it; null for an honest silo.</param>
    public byte[] Sign(Func<byte[], byte[]>? alter)
    {
        tape!.Cut();
        MaskedStage stage = Program.Stage;
        byte[] payload = Program.Contribute(Input()).Payload;
        if (stage == MaskedStage.Keys && payload[0] == PayloadStatus.Given)
        {
            transcript.AddSecrets(generation, Program.Exchange, index, payload, tape.Cut());
        }

        byte[] signed = stage == MaskedStage.Input && payload[0] == PayloadStatus.Given && defect == MaskedDefect.MasksNeighboursOnly
            ? NeighbourMasks.On(payload, Input(), transcript, new MaskEquation(generation, Program.Exchange, Sum, Program.Sum, index, Program.Exchange.Dealers))
            : alter?.Invoke([.. payload]) ?? payload;
        meant = (taken, payload);
        return signed;
    }

    /// <summary>What the copy of a cloned silo signs besides; null when there is none.</summary>
    public byte[]? SignTwice()
    {
        if (twin is null)
        {
            return null;
        }

        MaskedStage stage = twin.Stage;
        byte[] payload = twin.Contribute(Input()).Payload;
        twin = stage == MaskedStage.Unmask || stage != Program.Stage ? null : twin;
        return stage == MaskedStage.Unmask ? payload : null;
    }

    private MaskedInput Input() => new(
        RehearsedValues.NameOf(Sum), transcript.Values.Of(index, Sum), RehearsedValues.Length, RehearsedValues.Limit);

    private MaskedProgram New(ulong seed, out TapedRandomness newTape)
    {
        newTape = new TapedRandomness(defect == MaskedDefect.ReusesKeys ? new RepeatedRandomness(keySeed) : new SeededMaskRandomness(new Dice(seed)));
        MaskedPlan own = plan with { Program = $"rehearsal {generation}", SumsMax = plan.SumsMax - firstSum };
        transcript.Begin(generation, own, [.. Enumerable.Range(0, plan.Roster.Count)]);
        return new MaskedProgram(own, index, newTape);
    }

    private IReadOnlyList<GatheredPart> AsMeant(IReadOnlyList<GatheredPart> agreed) => meant is not { } own || own.Round != taken
        ? agreed
        : [.. agreed.Select(part => part.Origin == index ? part with { Payload = own.Payload } : part)];

    private IReadOnlyList<GatheredPart> WithoutOne(IReadOnlyList<GatheredPart> agreed) =>
        [.. agreed.Where(part => part.Origin != agreed.LastOrDefault(other => other.Origin != index)?.Origin)];
}
