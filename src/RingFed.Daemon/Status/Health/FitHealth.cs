using RingFed.Daemon.Training;

namespace RingFed.Daemon.Status.Health;

/// <summary>What keeps the fit by masked sums from going on, and whose patients are not in it.</summary>
internal static class FitHealth
{
    /// <summary>One repeat is what a restart of any silo costs, and nobody has to do anything for it.</summary>
    private const int AttemptsToMention = 3;

    public static IEnumerable<HealthItem> Of(TrainingStatus? training)
    {
        foreach (string silo in training?.Fit?.ProvenFalse ?? [])
        {
            yield return HealthCatalogue.Item(HealthCode.FitFalse, silo, $"{silo} signed payloads of masked sums that contradict each other", null);
        }

        if (training?.Fit is { Sum: not null, Attempt: >= AttemptsToMention } fit)
        {
            yield return HealthCatalogue.Item(HealthCode.FitRepeated, null, $"'{fit.Sum}', try {fit.Attempt}: {fit.Trouble}", null);
        }

        if (training?.Fit is { Without.Count: > 0 } partial)
        {
            string self = partial.IsIn ? "" : " This silo is one of them.";
            yield return HealthCatalogue.Item(HealthCode.FitWithout, null, $"the masked sums are without the patients of {string.Join(", ", partial.Without)}.{self}", null);
        }
    }
}
