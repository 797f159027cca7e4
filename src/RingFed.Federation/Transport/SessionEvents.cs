namespace RingFed.Federation.Transport;

/// <summary>Ids of what a session logs and others listen for. They keep their meaning; append only.</summary>
public static class SessionEvents
{
    /// <summary>Debug, with <c>Silo</c> and <c>Round</c>: the last chunk of that silo's update has been verified.</summary>
    public const int UpdateHeld = 2023;
}
