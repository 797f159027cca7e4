using RingFed.Federation.Masking;
using RingFed.Federation.Messages;

namespace RingFed.Simulation.Masking;

/// <summary>
/// What an honest silo's masked values are made of: its input, its own mask, and one with each partner.
/// </summary>
/// <param name="Sum">Of the rehearsal.</param>
/// <param name="ProgramSum">The same within its generation's program.</param>
/// <param name="Partners">With whom it is masked; itself may be among them, which means nothing.</param>
internal sealed record MaskEquation(int Generation, MaskedBatch Exchange, int Sum, int ProgramSum, int Silo, OriginSet Partners)
{
    public int Slot => Exchange.SlotOf(ProgramSum);
}
