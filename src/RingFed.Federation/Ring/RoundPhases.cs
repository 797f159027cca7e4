namespace RingFed.Federation.Ring;

/// <summary>
/// The rounds of a session in their order: statistics, training, statistics again from the trained parameters. How many of
/// each is a function of topology and schema, so every silo knows what a round is for by its number.
/// </summary>
/// <param name="Opening">Statistic rounds before training: the encoders' fit and what the model adds to it.</param>
/// <param name="Training">Parameter rounds; 0 for a model that statistics alone make.</param>
/// <param name="Closing">Statistic rounds after training; 0 for most models.</param>
public sealed record RoundPhases(int Opening, int Training, int Closing)
{
    public int Total => Opening + Training + Closing;

    /// <summary>Rounds after the last are taken for more training.</summary>
    public RoundKind KindOf(int round) => round < Opening || (Closing > 0 && round >= Opening + Training) ? RoundKind.Statistic : RoundKind.Parameters;

    /// <summary>First round of the phase that the round is in.</summary>
    public int FirstOf(int round) => round < Opening ? 0 : KindOf(round) == RoundKind.Statistic ? Opening + Training : Opening;

    /// <summary>
    /// What a worker is given again after a restart, in order and without gaps, before the newest result: every statistic
    /// round, and in between the trained parameters that closing statistics start from.
    /// </summary>
    public bool IsGivenAgain(int round, int newest) => round < newest && (KindOf(round) == RoundKind.Statistic || round == TrainedIn);

    /// <summary>The round whose parameters closing statistics start from; null where none do.</summary>
    public int? TrainedIn => Training > 0 && Closing > 0 ? Opening + Training - 1 : null;

    /// <summary>Last round of the phase that the round is in.</summary>
    public int LastOf(int round) => (round < Opening ? Opening : KindOf(round) == RoundKind.Statistic ? Total : Opening + Training) - 1;

    /// <summary>Rounds of each kind that come after <paramref name="closed"/>.</summary>
    public (int Statistics, int Training) LeftAfter(int closed)
    {
        int training = Math.Clamp(Opening + Training - closed - 1, 0, Training);
        return (Math.Max(0, Total - 1 - closed) - training, training);
    }

    /// <summary>Another number of training rounds leaves every round up to <paramref name="closed"/> what it was.</summary>
    public bool KeepsKinds(RoundPhases other, int closed) =>
        Opening == other.Opening
        && Closing == other.Closing
        && (Closing == 0 || Training == other.Training || Opening + Math.Min(Training, other.Training) > closed);
}
