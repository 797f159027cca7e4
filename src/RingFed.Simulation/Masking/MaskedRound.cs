using RingFed.Federation.Masking;

namespace RingFed.Simulation.Masking;

/// <summary>One round of a program, and all that was sent for it.</summary>
/// <param name="Generation">Program that it belongs to: one an epoch.</param>
/// <param name="Exchange">Agreed keys and shares before the round.</param>
/// <param name="Sum">Of the whole run, not of the program.</param>
/// <param name="ProgramSum">The same within its program.</param>
/// <param name="Sent">By place, in the clear to everyone on the way: also what came too late to be agreed on, and what a crash kept from leaving.</param>
internal sealed record MaskedRound(
    int Generation,
    MaskedStage Stage,
    MaskedBatch Exchange,
    int Sum,
    int ProgramSum,
    List<(int Silo, byte[] Payload)> Sent)
{
    /// <summary>The agreed result; empty before there is one.</summary>
    public IReadOnlyList<GatheredPart> Agreed { get; set; } = [];
}
