namespace RingFed.Federation.Masking;

/// <summary>
/// The masked sums of one fit through all epochs: a program an epoch, because the silos of another are other ones and its
/// keys are worth nothing there; and all over the silos of the first sum that was accepted, because sums over changing
/// sets give away the difference. Like its programs it follows from agreed results alone, but for its secrets. Not safe
/// for several threads.
/// </summary>
/// <param name="silo">This silo's id.</param>
/// <param name="sumsMax">Most sums that the fit asks for in all epochs together.</param>
public sealed class MaskedCourse(string silo, int sumsMax, IMaskRandomness randomness) : IDisposable
{
    private MaskedPlan? plan;
    private MaskedProgram? program;
    private readonly List<string> provenFalse = [];

    /// <summary>Sums completed in all epochs.</summary>
    public int Completed { get; private set; }

    /// <summary>Ids of U, in the order of the roster that fixed it; null before a sum was accepted.</summary>
    public IReadOnlyList<string>? Contributors { get; private set; }

    /// <summary>Ids of silos whose own signed payloads prove, in this epoch or an earlier one, that they do not keep to the protocol; as they were found.</summary>
    public IReadOnlyList<string> ProvenFalse => provenFalse;

    /// <summary>The program of an epoch; another than the last one's begins.</summary>
    /// <param name="epoch">Names topology and epoch.</param>
    /// <param name="quorum">q of that epoch.</param>
    /// <exception cref="ArgumentException">The roster cannot have masked sums.</exception>
    public MaskedProgram ProgramOf(string federation, string epoch, IReadOnlyList<string> roster, int quorum)
    {
        if (program is not null && plan!.Program == epoch)
        {
            return program;
        }

        program?.Dispose();
        plan = new MaskedPlan(federation, epoch, roster, quorum, sumsMax - Completed) { Contributors = Contributors };

        // Of an epoch that this silo was not in it only takes results, for which any place will do: it never contributes.
        return program = new MaskedProgram(plan, Math.Max(0, roster.ToList().IndexOf(silo)), randomness);
    }

    /// <summary>Takes the agreed result of a round of the present program.</summary>
    /// <exception cref="InvalidOperationException">There is no program yet.</exception>
    /// <inheritdoc cref="MaskedProgram.Take" path="/returns|/exception"/>
    public MaskedTotal? Take(IReadOnlyList<GatheredPart> parts)
    {
        MaskedProgram running = program ?? throw new InvalidOperationException("a round came before its epoch's program");
        MaskedTotal? total = running.Take(parts);
        Completed += total is null ? 0 : 1;
        provenFalse.AddRange(running.ProvenFalse.Select(place => plan!.Roster[place]).Except(provenFalse));
        Contributors ??= running.Contributors is { } places ? [.. places.Select(place => plan!.Roster[place])] : null;
        return total;
    }

    /// <summary>Zeroes the secrets.</summary>
    public void Dispose() => program?.Dispose();
}
