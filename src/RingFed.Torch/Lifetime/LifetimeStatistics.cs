namespace TorchSharp;

/// <summary>What became of the disposable objects of one thread. All counts start at zero or at the last reset.</summary>
public class LifetimeStatistics
{
    /// <summary>Made with no scope open: their maker disposes of them.</summary>
    public long CreatedOutsideScopeCount { get; internal set; }

    /// <summary>Disposed of while in no scope.</summary>
    public long DisposedOutsideScopeCount { get; internal set; }

    /// <summary>Made inside a scope.</summary>
    public long CreatedInScopeCount { get; internal set; }

    /// <summary>Disposed of by or in a scope.</summary>
    public long DisposedInScopeCount { get; internal set; }

    /// <summary>Added to a scope after they were made or detached.</summary>
    public long AttachedToScopeCount { get; internal set; }

    /// <summary>Released from all scopes.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Made on this thread and not yet disposed of.</summary>
    public long ThreadTotalLiveCount =>
        CreatedInScopeCount + CreatedOutsideScopeCount - DisposedInScopeCount - DisposedOutsideScopeCount;

    /// <summary>Sets every count to zero.</summary>
    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedInScopeCount = 0;
        AttachedToScopeCount = 0;
        DetachedFromScopeCount = 0;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"live {ThreadTotalLiveCount}; in scopes: created {CreatedInScopeCount}, disposed {DisposedInScopeCount}, " +
        $"attached {AttachedToScopeCount}, detached {DetachedFromScopeCount}; " +
        $"outside: created {CreatedOutsideScopeCount}, disposed {DisposedOutsideScopeCount}";
}
