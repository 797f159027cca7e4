using System.Text.Json;
using System.Text.Json.Serialization;
using RingFed.Federation.Ring;

namespace RingFed.Daemon.Status;

/// <summary>What the admin socket says, as JSON: camelCase, enums by name, moments in UTC.</summary>
internal static class StatusJson
{
    public static byte[] Serialize(DaemonStatus status) => JsonSerializer.SerializeToUtf8Bytes(status, StatusJsonContext.Default.DaemonStatus);

    public static byte[] Serialize(LeaveAnswer answer) => JsonSerializer.SerializeToUtf8Bytes(answer, StatusJsonContext.Default.LeaveAnswer);

    public static LeaveAnswer? DeserializeLeaveAnswer(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, StatusJsonContext.Default.LeaveAnswer);

    public static DaemonStatus? Deserialize(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, StatusJsonContext.Default.DaemonStatus);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(DaemonStatus))]
[JsonSerializable(typeof(LeaveAnswer))]
internal sealed partial class StatusJsonContext : JsonSerializerContext;
