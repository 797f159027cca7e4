namespace RingFed.Federation.Ring.Closing;

/// <summary>How long a proposer still waits for more to put into its proposal.</summary>
internal enum DraftHaste
{
    /// <summary>For haves that could add a silo.</summary>
    Patient,

    /// <summary>A lap of the view is over: for nobody who is not spoken of. What is spoken of is pulled.</summary>
    Urgent,

    /// <summary>Half of the view is over: not for updates that only absent silos are said to hold.</summary>
    Giving,

    /// <summary>And the round's deadline too: for no update that is not here.</summary>
    GivingAll,
}
