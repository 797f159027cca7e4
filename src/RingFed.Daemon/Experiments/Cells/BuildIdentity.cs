using RingFed.Federation.Ring;
using RingFed.Learning.Models;
using RingFed.Simulation.InMemory;

namespace RingFed.Daemon.Experiments.Cells;

/// <summary>
/// The very code that a result was computed by. Compilers name a module by its content (ECMA-335 II.22.30, Mvid), so that
/// another build has another identity although its version is the same.
/// </summary>
internal static class BuildIdentity
{
    private static readonly Type[] Judges = [typeof(IRingModel), typeof(IRoundWorker), typeof(MemoryRing), typeof(BuildIdentity)];

    public static string Text { get; } = string.Join(' ', Judges.Select(type => $"{type.Module.Name} {type.Module.ModuleVersionId:N}"));
}
