namespace TorchSharp;

/// <summary>Disposes of all tensors made while it is the innermost scope of its thread, when it goes itself.</summary>
/// <remarks>A scope belongs to the thread that opened it.</remarks>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager manager;
    private readonly List<IDisposable> disposables = [];
    private bool disposed;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer)
    {
        this.manager = manager;
        OuterScope = outer;
    }

    internal DisposeScope? OuterScope { get; }

    /// <summary>What the scope holds at present.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => [.. disposables];

    /// <summary>How many things the scope holds.</summary>
    public int DisposablesCount => disposables.Count;

    /// <summary>Adds something that was made elsewhere.</summary>
    public void Attach(IDisposable disposable)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (disposable is torch.Tensor tensor)
        {
            DisposeScope? previous = tensor.OwningDisposeScope;
            if (previous == this)
            {
                return;
            }

            previous?.Remove(tensor);
            manager.Tensors.AttachedToScopeCount += previous is null ? 1 : 0;
        }

        Add(disposable);
    }

    /// <inheritdoc cref="Attach(IDisposable)"/>
    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    /// <inheritdoc cref="Attach(IDisposable)"/>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        List<IDisposable> attached = [.. disposables];
        attached.ForEach(Attach);
        return attached;
    }

    /// <summary>Hands something to the enclosing scope, or to nobody where there is none.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        Move(disposable, OuterScope);
        return disposable;
    }

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables)
        {
            Move(disposable, OuterScope);
        }
    }

    /// <summary>Hands something to another scope.</summary>
    public T MoveToOther<T>(DisposeScope scope, T disposable)
        where T : IDisposable
    {
        Move(disposable, scope);
        return disposable;
    }

    /// <summary>Releases something from every scope: its maker disposes of it from now on.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Move(disposable, null);
        return disposable;
    }

    /// <inheritdoc cref="Detach{T}(T)"/>
    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (Detach(first), Detach(second));

    /// <inheritdoc cref="Detach{T}(T)"/>
    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    /// <inheritdoc cref="Detach{T}(T)"/>
    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    /// <inheritdoc cref="Detach{T}(T)"/>
    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables)
        {
            Move(disposable, null);
        }
    }

    /// <summary>Disposes of everything the scope holds; the scope goes on.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    /// <summary>Disposes of everything the scope holds except what is named, which stays in the scope.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        HashSet<IDisposable> keep = new(inKeep, ReferenceEqualityComparer.Instance);
        IDisposable[] held = [.. disposables];
        disposables.Clear();
        foreach (IDisposable disposable in held)
        {
            if (keep.Contains(disposable))
            {
                Readd(disposable);
            }
            else
            {
                Release(disposable);
            }
        }
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second]);
        return (first, second);
    }

    /// <summary>Tells the scope that something it holds was disposed of by other means.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        if (Remove(disposable) && disposable is torch.Tensor)
        {
            manager.Tensors.DisposedInScopeCount++;
        }
    }

    /// <summary>Whether the scope holds this very object.</summary>
    public bool Contains(IDisposable disposable) => IndexOf(disposable) >= 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        DisposeAll();
        manager.Close(this);
    }

    internal void Add(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor)
        {
            tensor.OwningDisposeScope = this;
            tensor.SlotInScope = disposables.Count;
        }
        else if (IndexOf(disposable) >= 0)
        {
            return;
        }

        disposables.Add(disposable);
    }

    internal void Swap(torch.Tensor old, torch.Tensor successor)
    {
        int slot = IndexOf(old);
        disposables[slot] = successor;
        successor.OwningDisposeScope = this;
        successor.SlotInScope = slot;
        old.OwningDisposeScope = null;
    }

    // Swaps the last one in, so that leaving early costs the same in scopes of any size.
    private bool Remove(IDisposable disposable)
    {
        int slot = IndexOf(disposable);
        if (slot < 0)
        {
            return false;
        }

        IDisposable last = disposables[^1];
        disposables[slot] = last;
        disposables.RemoveAt(disposables.Count - 1);
        if (last is torch.Tensor moved)
        {
            moved.SlotInScope = slot;
        }

        if (disposable is torch.Tensor tensor)
        {
            tensor.OwningDisposeScope = null;
        }

        return true;
    }

    private int IndexOf(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor)
        {
            return tensor.OwningDisposeScope == this ? tensor.SlotInScope : -1;
        }

        return disposables.FindIndex(held => ReferenceEquals(held, disposable));
    }

    private void Move(IDisposable disposable, DisposeScope? scope)
    {
        if (!Remove(disposable))
        {
            return;
        }

        if (scope is not null)
        {
            scope.Add(disposable);
        }
        else if (disposable is torch.Tensor)
        {
            manager.Tensors.DetachedFromScopeCount++;
        }
    }

    private void Readd(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor)
        {
            tensor.OwningDisposeScope = null;
        }

        Add(disposable);
    }

    private void DisposeAll()
    {
        foreach (IDisposable disposable in disposables)
        {
            Release(disposable);
        }

        disposables.Clear();
    }

    private void Release(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor)
        {
            // Detached first, so that the tensor does not report back to the list being walked.
            tensor.OwningDisposeScope = null;
            manager.Tensors.DisposedInScopeCount++;
            tensor.Free();
            return;
        }

        disposable.Dispose();
    }
}
