namespace RingFed.Learning.Privacy;

/// <summary>What a silo's records are about to be used for.</summary>
public enum LedgerPurpose
{
    Training,
    Statistic,
    GateVerdict,
    SharedMetric,

    /// <summary>Rows of a generator that was trained on the records, given to other silos.</summary>
    SharedRows,

    /// <summary>No use of its own: what uses that this ledger has forgotten may have cost.</summary>
    Forgotten,
}

/// <summary>One use of the records, booked before it begins.</summary>
/// <param name="Name">Stable name of the work, such as the statistic's or the model's.</param>
/// <param name="Epsilon">Privacy loss the work costs, &gt;= 0; 0 where no mechanism is applied.</param>
/// <param name="Delta">In [0, 1).</param>
/// <param name="Mechanism">Name of the mechanism that bounds the loss; null for none, in which case epsilon bounds nothing.</param>
/// <param name="Terms">For <see cref="LedgerPurpose.Statistic"/>: what the answer could reveal. Null for other purposes.</param>
public sealed record LedgerEntry(
    LedgerPurpose Purpose, string Name, double Epsilon, double Delta, string? Mechanism, StatisticTerms? Terms = null);

/// <summary>
/// The record of what was paid for with a silo's privacy. Every path on which numbers derived from records leave the
/// silo reserves first, so that a crash can only overstate what was spent: a resumed round pays again.
/// </summary>
public interface ILedger
{
    /// <summary>Sum of all reserved epsilon; never decreases, restarts included.</summary>
    double EpsilonSpent { get; }

    /// <summary>Books the work. Returns only once the entry would survive a power cut.</summary>
    /// <exception cref="ArgumentException">A number of the entry is outside its range.</exception>
    /// <exception cref="BudgetSpentException">The budget does not cover it; nothing was booked, and the work must not begin.</exception>
    void Reserve(LedgerEntry entry);
}

/// <summary>A ledger that can catch up with what was announced in its name before its file was put back from a copy.</summary>
public interface IRestorableLedger : ILedger
{
    /// <summary>
    /// Raises what is spent to the larger of what was booked before this process and what was announced, plus the cost of
    /// one round, which may have been paid for and never announced, plus what this process has booked since. Booked as a
    /// line of its own with its reason, over the budget too: then nothing more is granted. Never lowers anything. Returns
    /// only once it would survive a power cut.
    /// </summary>
    /// <param name="announced">Highest epsilon that this silo announced, &gt;= 0.</param>
    /// <param name="occasion">
    /// Names the putting back; the same one is booked once, and again only as far as more was announced. Null when nothing
    /// is known but the announcement: booked when it is above what is spent.
    /// </param>
    /// <returns>What was added; 0 when nothing was.</returns>
    /// <exception cref="ArgumentException"><paramref name="announced"/> is negative or not finite.</exception>
    double Recover(double announced, string? occasion);
}

/// <summary>The silo's privacy budget does not cover the work that was asked for.</summary>
public sealed class BudgetSpentException(string message) : Exception(message);
