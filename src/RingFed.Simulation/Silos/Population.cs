namespace RingFed.Simulation.Silos;

/// <summary>Every machine of a run by its number and by the name of its silo, also those that are in no roster yet.</summary>
internal sealed class Population(IReadOnlyList<string> names)
{
    private readonly Dictionary<string, int> machines = names.Select((name, machine) => (name, machine)).ToDictionary(pair => pair.name, pair => pair.machine);

    public IReadOnlyList<string> Names => names;

    public int MachineOf(string name) => machines[name];

    public IReadOnlyList<int> MachinesOf(IEnumerable<string> silos) => [.. silos.Select(MachineOf)];
}
