namespace RingFed.Simulation.Masking;

/// <summary>Defects that a rehearsal of masked sums plants to see whether its checkers notice.</summary>
internal enum MaskedDefect
{
    /// <summary>What ships.</summary>
    None,

    /// <summary>Silo 0 runs twice from one memory (a cloned machine), and the copy is shown another set of contributors.</summary>
    ReleasesBothKinds,

    /// <summary>Silos mask with the two beside them in the ring only.</summary>
    MasksNeighboursOnly,

    /// <summary>Silos forget after each sum whose sum it was.</summary>
    ForgetsContributors,

    /// <summary>A silo draws the same keys at each exchange.</summary>
    ReusesKeys,
}
