using System.Reflection;

namespace RingFed.Daemon;

/// <summary>The version that status, logs and <c>ringfed version</c> print.</summary>
internal static class ProductVersion
{
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
