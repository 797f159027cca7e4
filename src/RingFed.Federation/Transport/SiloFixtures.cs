using Microsoft.Extensions.Logging;
using RingFed.Federation.Ring;
using RingFed.Federation.Transport.Epochs;

namespace RingFed.Federation.Transport;

/// <summary>What a silo keeps from one session to the next.</summary>
/// <param name="Disk">Shared with whoever else writes for this silo, the worker first.</param>
internal sealed record SiloFixtures(IRoundWorker Worker, PatientDisk Disk, TimeProvider Time, ILogger Log)
{
    public TrafficMeter Sent { get; } = new();

    public TrafficMeter Received { get; } = new();

    public LeaveRequests Leaves { get; } = new();

    public DraftRequests Drafts { get; } = new();

    public StatusHistory History { get; } = new(Time.GetUtcNow());
}
