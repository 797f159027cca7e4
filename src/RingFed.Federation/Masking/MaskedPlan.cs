namespace RingFed.Federation.Masking;

/// <summary>What all silos agree on before the first masked sum of a program; equal at every silo.</summary>
/// <param name="Federation">Name of the federation.</param>
/// <param name="Program">Names topology and epoch (a digest will do); keys of one program are worth nothing in another.</param>
/// <param name="Roster">Silo ids in ring order.</param>
/// <param name="Quorum">q: votes that close a round. Fewer silos than these never unmask a sum.</param>
/// <param name="SumsMax">Most sums that the program asks for.</param>
public sealed record MaskedPlan(string Federation, string Program, IReadOnlyList<string> Roster, int Quorum, int SumsMax)
{
    /// <summary>U, when programs of earlier epochs have fixed it: silo ids, of whom the roster may lack some. Null where the first sum decides.</summary>
    public IReadOnlyList<string>? Contributors { get; init; }
}
