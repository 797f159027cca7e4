using System.Text.Json;
using System.Text.Json.Serialization;

namespace RingFed.Daemon.Status;

/// <summary>Status as JSON: camelCase, enums by name, moments in UTC.</summary>
internal static class StatusJson
{
    public static byte[] Serialize(DaemonStatus status) => JsonSerializer.SerializeToUtf8Bytes(status, StatusJsonContext.Default.DaemonStatus);

    public static DaemonStatus? Deserialize(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, StatusJsonContext.Default.DaemonStatus);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(DaemonStatus))]
internal sealed partial class StatusJsonContext : JsonSerializerContext;
