using RingFed.Daemon.Training;

namespace RingFed.Daemon.Status;

/// <summary>Where the fit by masked sums stands, in words.</summary>
internal static class FitText
{
    public static string Of(FitStatus fit)
    {
        string silos = fit.Silos is null ? "who is in them is decided with the first" : $"{string.Join(", ", fit.Silos)} are in all of them";
        string self = fit.IsIn ? "" : ", this silo is not";
        string liars = fit.ProvenFalse.Count == 0 ? "" : $"; proven false: {string.Join(", ", fit.ProvenFalse)}";
        return fit.Sum is null
            ? $"done; {silos}{self}{liars}"
            : $"number {fit.Number} of at most {fit.Most}, '{fit.Sum}': {fit.Step}{Attempt(fit)}; {silos}{self}{liars}";
    }

    private static string Attempt(FitStatus fit) => fit.Attempt > 1 ? $" (try {fit.Attempt}: {fit.Trouble})" : "";
}
