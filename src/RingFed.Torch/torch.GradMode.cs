namespace TorchSharp;

public static partial class torch
{
    public static bool is_grad_enabled() => Native.rf_autograd_is_enabled() != 0;

    /// <summary>Stops recording on this thread until the result is disposed of.</summary>
    public static IDisposable no_grad() => new GradMode(enabled: false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    private sealed class GradMode : IDisposable
    {
        private readonly int before = Native.rf_autograd_is_enabled();

        internal GradMode(bool enabled) => Native.rf_autograd_set_enabled(enabled ? 1 : 0);

        public void Dispose() => Native.rf_autograd_set_enabled(before);
    }
}
