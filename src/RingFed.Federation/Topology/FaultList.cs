namespace RingFed.Federation.Topology;

/// <summary>Collects the faults of one file while reading goes on, so that all are reported at once.</summary>
public sealed class FaultList(string file)
{
    private readonly List<FileFault> faults = [];

    public bool IsEmpty => faults.Count == 0;

    public void Add(int line, string field, string problem, string remedy) =>
        faults.Add(new FileFault(file, line, field, problem, remedy));

    public Loaded<T> Close<T>(T? value)
        where T : class =>
        new(IsEmpty ? value : null, [.. faults.OrderBy(fault => fault.Line)]);
}
