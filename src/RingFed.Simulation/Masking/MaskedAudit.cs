using RingFed.Simulation.Masking.Checks;

namespace RingFed.Simulation.Masking;

/// <summary>All checkers over all that was sent in a run.</summary>
internal sealed class MaskedAudit
{
    private readonly MaskEquations equations;
    private readonly CoalitionCheck coalitions;

    public MaskedAudit(MaskedTranscript transcript)
    {
        equations = new MaskEquations(transcript);
        coalitions = new CoalitionCheck(transcript, equations.Found);
        Violations =
        [
            .. TotalsCheck.Violations(transcript), .. ReleaseCheck.Violations(transcript), .. FreshKeysCheck.Violations(transcript),
            .. SameSetCheck.Violations(transcript), .. equations.Violations, .. coalitions.Violations(),
        ];
    }

    /// <summary>Sentences; empty for a sound run.</summary>
    public IReadOnlyList<string> Violations { get; }

    /// <summary>Masked values that honest silos sent.</summary>
    public int Equations => equations.Found.Count;

    public int Coalitions => coalitions.Coalitions;

    /// <inheritdoc cref="CoalitionCheck.ThoseThatLearn"/>
    public int ThoseThatLearn() => coalitions.ThoseThatLearn();
}
