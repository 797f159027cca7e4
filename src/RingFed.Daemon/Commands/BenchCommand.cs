using System.CommandLine;
using RingFed.Daemon.Commands.Bench;

namespace RingFed.Daemon.Commands;

/// <summary><c>ringfed bench</c>: what this machine and these rules are worth, each figure beside what bounds it in the same run.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        Command command = new("bench", "Measure: aggregation against the speed of a copy, rules against attackers. Needs no daemon and no patients.");
        command.Subcommands.Add(BenchAggregateCommand.Create());
        command.Subcommands.Add(BenchAttacksCommand.Create());
        return command;
    }
}
