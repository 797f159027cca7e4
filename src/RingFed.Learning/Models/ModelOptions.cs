namespace RingFed.Learning.Models;

/// <summary>Hyper-parameters of one kind of model.</summary>
public abstract record ModelOptions;
