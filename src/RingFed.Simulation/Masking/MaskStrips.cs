using RingFed.Federation.Masking;

namespace RingFed.Simulation.Masking;

/// <summary>Takes masks off a silo's values, knowing all its secrets: what no coalition may be able to do.</summary>
internal sealed class MaskStrips(MaskedTranscript transcript, MaskEquation equation)
{
    private readonly MaskContext context = transcript.Of(equation.Generation).Context;
    private readonly OwnSecrets secrets = transcript.SecretsOf(equation.Generation, equation.Exchange.Number, equation.Silo)
        ?? throw new InvalidOperationException($"Silo {equation.Silo} masked values under keys that it never sent.");

    public void Self(Span<UInt128> values, bool takeOff)
    {
        Span<byte> key = stackalloc byte[MaskStream.KeyLength];
        context.SelfKey(secrets.Seed(equation.Slot), equation.Exchange.Number, equation.ProgramSum, equation.Silo, key);
        MaskStream.Apply(key, values, subtract: takeOff);
    }

    public void Pair(int other, Span<UInt128> values, bool takeOff)
    {
        using AgreementKey key = new(secrets.Pair(equation.Slot));
        PairMask.Apply(
            context, equation.Exchange, equation.ProgramSum, key, equation.Silo, other, values,
            subtract: PairMask.Subtracts(equation.Silo, other) != takeOff);
    }
}
