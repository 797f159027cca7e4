namespace RingFed.Federation.Aggregation;

/// <summary>One silo's part of a parameter round, as its envelope claims.</summary>
/// <param name="Silo">Roster id, for records.</param>
/// <param name="Delta">Local parameters minus the last agreed aggregate, [layout count] float32.</param>
/// <param name="Records">Patients behind the update; at least 1.</param>
/// <param name="Steps">Local optimiser steps; at least 1.</param>
public sealed record SiloUpdate(string Silo, UpdateVector Delta, long Records, long Steps);
