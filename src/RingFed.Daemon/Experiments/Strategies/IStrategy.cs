namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>A way in which silos come to models. What needs no pooled data is what a ring of daemons could do.</summary>
internal interface IStrategy
{
    /// <summary>Fits and trains; the caller disposes the result.</summary>
    /// <exception cref="Learning.Models.TrainingDivergedException">A loss or parameter is not finite.</exception>
    /// <exception cref="InvalidOperationException">A sum or the ring was refused; the message says why.</exception>
    /// <exception cref="ArgumentException">The strategy does not fit the model or the silos.</exception>
    ArmResult Run(Arm arm, CancellationToken stop);
}
