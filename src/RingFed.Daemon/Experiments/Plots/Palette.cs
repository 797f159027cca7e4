namespace RingFed.Daemon.Experiments.Plots;

/// <summary>Colours that the colour-blind tell apart (Okabe and Ito 2008), black for what is real.</summary>
internal static class Palette
{
    public const string Ink = "#222222";

    public const string Faint = "#bbbbbb";

    public const string Real = "#000000";

    private static readonly string[] Colours = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#F0E442"];

    public static string At(int place) => Colours[place % Colours.Length];
}
