using RingFed.Federation.Masking;

namespace RingFed.Simulation.Masking;

/// <summary>One agreed round, and all that was sent for it.</summary>
/// <param name="Generation">Program that it belongs to; there is one, but with a planted defect.</param>
/// <param name="Exchange">Agreed keys and shares before the round.</param>
/// <param name="Sum">Of the rehearsal, not of the program.</param>
/// <param name="ProgramSum">The same within its program.</param>
/// <param name="Sent">By silo, in the clear to everyone on the way: also what came too late to be agreed on.</param>
internal sealed record MaskedRound(
    int Generation,
    MaskedStage Stage,
    MaskedBatch Exchange,
    int Sum,
    int ProgramSum,
    IReadOnlyList<(int Silo, byte[] Payload)> Sent,
    IReadOnlyList<GatheredPart> Agreed);
