using System.CommandLine;
using RingFed.Daemon.Commands.Bench;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed bench</c>: what this machine and these rules are worth, each figure beside what bounds it in the same run.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Measure: the exchange of a model against bare TLS, aggregation against the speed of a copy, rules against attackers. Needs no daemon and no patients.")
    {
        BenchRingCommand.Create(),
        BenchAggregateCommand.Create(),
        BenchAttacksCommand.Create(),
    };
}
