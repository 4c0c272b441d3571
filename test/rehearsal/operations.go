package rehearsal

import (
	"context"
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// Up makes the environment what the program says. As `pulumi up` does, it plans first: what the program, a check of the
// provider or a mandatory policy refuses in a preview is refused before anything is made. After an interrupted or crashed
// run it first puts the state in order: it removes a lock whose owner is dead, and takes into the state what unfinished
// creates left in the account. Refresh and Destroy do so too. A failure is an [*Error]; the result tells what was done
// before it.
func (r *Rehearsal) Up(ctx context.Context) (Result, error) {
	if err := r.recover(ctx); err != nil {
		return Result{}, err
	}
	if !r.options.SkipPreview {
		planned, err := r.plan(ctx)
		if err != nil {
			return Result{Violations: planned.Violations, Warnings: planned.Warnings, Duration: planned.Duration}, err
		}
		if r.options.Planned != nil {
			r.options.Planned(planned)
		}
	}
	return r.run(ctx, "up", func(stream chan<- events.EngineEvent) (auto.OutputMap, error) {
		opts := []optup.Option{optup.EventStreams(stream), optup.PolicyPacks(r.packs()...), optup.Parallel(r.options.Parallel)}
		if r.options.ContinueOnError {
			opts = append(opts, optup.ContinueOnError())
		}
		up, err := r.stack.Up(ctx, opts...)
		return up.Outputs, err
	})
}

// plan is the preview of an up. Nobody watches it: the up itself tells it all again.
func (r *Rehearsal) plan(ctx context.Context) (Result, error) {
	quiet := *r
	quiet.options.Progress, quiet.options.Events = nil, nil
	return quiet.run(ctx, "up", quiet.preview(ctx))
}

// Preview tells what Up would do, and changes nothing. A failure is an [*Error].
func (r *Rehearsal) Preview(ctx context.Context) (Result, error) {
	return r.run(ctx, "preview", r.preview(ctx))
}

func (r *Rehearsal) preview(ctx context.Context) operation {
	return func(stream chan<- events.EngineEvent) (auto.OutputMap, error) {
		_, err := r.stack.Preview(ctx, optpreview.EventStreams(stream), optpreview.PolicyPacks(r.packs()...))
		return nil, err
	}
}

// Refresh takes into the state what was changed in the account behind the engine's back; Result.Changed is the drift.
// A failure is an [*Error].
func (r *Rehearsal) Refresh(ctx context.Context) (Result, error) {
	return r.change(ctx, "refresh", func(stream chan<- events.EngineEvent) (auto.OutputMap, error) {
		_, err := r.stack.Refresh(ctx, optrefresh.EventStreams(stream))
		return nil, err
	})
}

// Destroy deletes everything that the environment has in the account. As `pulumi destroy` does, it plans first: when
// something is protected, nothing is deleted. A failure is an [*Error]. [Rehearsal.Protected] tells beforehand what will
// be refused, by Pulumi or by AWS itself.
func (r *Rehearsal) Destroy(ctx context.Context) (Result, error) {
	state, err := r.state()
	if err != nil {
		return Result{}, err
	}
	if slices.ContainsFunc(state.Resources, func(res apitype.ResourceV3) bool { return res.Protect }) {
		return r.run(ctx, "destroy", func(stream chan<- events.EngineEvent) (auto.OutputMap, error) {
			_, err := r.stack.PreviewDestroy(ctx, optdestroy.EventStreams(stream))
			return nil, err
		})
	}
	return r.change(ctx, "destroy", func(stream chan<- events.EngineEvent) (auto.OutputMap, error) {
		_, err := r.stack.Destroy(ctx, optdestroy.EventStreams(stream))
		return nil, err
	})
}

// Remove forgets the environment: its state, its history and its work copy. It fails while the environment still has
// resources. The rehearsal cannot be used afterwards; Open makes a new one.
func (r *Rehearsal) Remove(ctx context.Context) error {
	if err := r.stack.Workspace().RemoveStack(ctx, r.options.Environment); err != nil {
		return &Error{Operation: "remove", Environment: r.options.Environment, Messages: []string{r.command.complaint(err)}}
	}
	return nil
}

// Outputs returns the outputs of the last successful Up.
func (r *Rehearsal) Outputs(ctx context.Context) (map[string]Output, error) {
	outputs, err := r.stack.Outputs(ctx)
	if err != nil {
		return nil, &Error{
			Operation: "outputs", Environment: r.options.Environment, Messages: []string{r.command.complaint(err)},
		}
	}
	return outputsOf(outputs), nil
}

// operation is one run of the engine that sends its events to the stream.
type operation func(stream chan<- events.EngineEvent) (auto.OutputMap, error)

// change is run for an operation that writes the state.
func (r *Rehearsal) change(ctx context.Context, verb string, op operation) (Result, error) {
	if err := r.recover(ctx); err != nil {
		return Result{}, err
	}
	return r.run(ctx, verb, op)
}

func (r *Rehearsal) run(ctx context.Context, verb string, op operation) (Result, error) {
	w := newWatcher(r.options)
	stop := w.start()
	began := time.Now()
	outputs, err := op(w.stream)
	stop()
	result := w.result()
	result.Outputs, result.Duration = outputsOf(outputs), time.Since(began)
	if err == nil {
		return result, nil
	}
	return result, w.failure(verb, ctx.Err() != nil, r.command.complaint(err))
}

func (r *Rehearsal) packs() []string {
	if r.options.PolicyPack == "" {
		return nil
	}
	return []string{r.options.PolicyPack}
}
