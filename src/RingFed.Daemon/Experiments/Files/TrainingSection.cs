using RingFed.Federation.Topology;

namespace RingFed.Daemon.Experiments.Files;

/// <summary>Reads <c>training</c>; the names are those of a topology's exchange.</summary>
internal static class TrainingSection
{
    private const int CountMax = 1_000_000;
    private static readonly string[] Codecs = [.. Enum.GetNames<UpdateCodec>().Select(name => name.ToLowerInvariant())];

    public static TrainingPlan Read(SectionReader section) => new(
        (int)section.Integer("rounds", 1, CountMax, 25),
        (int)section.Integer("steps", 1, CountMax, 100),
        Enum.Parse<UpdateCodec>(section.Choice("codec", Codecs, "bfloat16"), ignoreCase: true),
        (int)section.Integer("byzantine", 0, Federation.Wire.WireCaps.SilosMax / 3, 0));
}
