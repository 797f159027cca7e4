namespace TorchSharp;

/// <summary>The open scopes of one thread, and counts of what became of its tensors.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? current;

    private readonly List<DisposeScope> open = [];

    /// <summary>Counts of the calling thread. Leaks show as a live count that does not return to where it began.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.ThreadStatistics;

    internal static DisposeScopeManager ThreadSingleton => current ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics ThreadStatistics { get; } = new();

    internal LifetimeStatistics Tensors => ThreadStatistics.TensorStatistics;

    internal DisposeScope? CurrentDisposeScope => open.Count == 0 ? null : open[^1];

    internal static DisposeScope NewDisposeScope()
    {
        DisposeScopeManager manager = ThreadSingleton;
        DisposeScope scope = new(manager, manager.CurrentDisposeScope);
        manager.open.Add(scope);
        return scope;
    }

    internal static void Register(torch.Tensor tensor)
    {
        DisposeScopeManager manager = ThreadSingleton;
        DisposeScope? scope = manager.CurrentDisposeScope;
        if (scope is null)
        {
            manager.Tensors.CreatedOutsideScopeCount++;
            return;
        }

        manager.Tensors.CreatedInScopeCount++;
        scope.Add(tensor);
    }

    internal void Close(DisposeScope scope) => open.Remove(scope);

    // A tensor became a parameter: same memory, another object. It counts once.
    internal static void Replace(torch.Tensor old, torch.Tensor successor)
    {
        DisposeScope? scope = old.OwningDisposeScope;
        scope?.Swap(old, successor);
    }
}
