namespace RingFed.Daemon.Tests.Processes;

/// <summary>
/// Tests that start daemons: one after the other and beside no other test. Two federations on two cores measure the
/// machine, and time-outs of a starved daemon are not those that a test is about.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealDaemons
{
    public const string Name = "real daemons";
}
