using System.CommandLine;

namespace RingFed.Daemon.Commands;

/// <summary>Options that several commands share, so that they are spelled and described once.</summary>
internal static class CommonOptions
{
    public const string SiloFileDefault = "silo.yaml";

    public static Option<FileInfo> SiloFile() => new("--config", "-c")
    {
        Description = "The silo's own file.",
        DefaultValueFactory = _ => new FileInfo(SiloFileDefault),
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of sentences." };

    public static Option<long> Seed(long value = 1) => new("--seed")
    {
        Description = "Seed of the random draws; the same seed gives the same result.",
        DefaultValueFactory = _ => value,
    };
}
