namespace RingFed.Federation.Ring;

/// <summary>
/// Who was merged how often. A run in which a single round closed on a part of the roster never reads as a full success.
/// </summary>
/// <param name="Rounds">Closed rounds counted.</param>
/// <param name="Full">Rounds among them that merged the whole roster.</param>
/// <param name="Silos">In roster order.</param>
public sealed record Participation(int Rounds, int Full, IReadOnlyList<SiloParticipation> Silos)
{
    public int Subset => Rounds - Full;

    public static Participation None(IReadOnlyList<string> roster) =>
        new(0, 0, [.. roster.Select(silo => new SiloParticipation(silo, 0, 0, null, null))]);

    public static Participation Of(IReadOnlyList<string> roster, IEnumerable<RoundRecord> records) =>
        records.Aggregate(None(roster), (known, record) => known.With(record));

    /// <summary>One more closed round; rounds come in order.</summary>
    public Participation With(RoundRecord record)
    {
        HashSet<string> merged = [.. record.Merged];
        return new Participation(
            Rounds + 1,
            Full + (Silos.All(silo => merged.Contains(silo.Silo)) ? 1 : 0),
            [.. Silos.Select(silo => merged.Contains(silo.Silo) ? silo with { Merged = silo.Merged + 1 } : Missing(silo, record))]);
    }

    private static SiloParticipation Missing(SiloParticipation silo, RoundRecord record) => silo with
    {
        Missed = silo.Missed + 1,
        LastMissed = record.Round,
        LastReason = record.Missed.FirstOrDefault(missed => missed.Silo == silo.Silo)?.Reason ?? "the record does not say why",
    };
}

/// <param name="Merged">Rounds that hold its update.</param>
/// <param name="Missed">Rounds that closed without it.</param>
/// <param name="LastMissed">The last of them; null when it missed none.</param>
/// <param name="LastReason">Why it missed that one.</param>
public sealed record SiloParticipation(string Silo, int Merged, int Missed, int? LastMissed, string? LastReason);
