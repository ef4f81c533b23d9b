package clerk

import "context"

// A Seat is the Desk for somebody who may enter paper of some polls; others are
// answered as may answers.
type Seat struct {
	desk *Desk
	may  func(ctx context.Context, poll string) error
}

// Within returns the desk for somebody; may is nil for polls whose paper he may
// enter, such as survey.Scoped.PaperPoll.
func (d *Desk) Within(may func(ctx context.Context, poll string) error) Seat { return Seat{d, may} }

// Batches is Desk.Batches.
func (s Seat) Batches(ctx context.Context, poll string) ([]Batch, error) {
	if err := s.may(ctx, poll); err != nil {
		return nil, err
	}
	return s.desk.Batches(ctx, poll)
}

// Batch is Desk.Batch.
func (s Seat) Batch(ctx context.Context, poll string, number int) (Batch, error) {
	if err := s.may(ctx, poll); err != nil {
		return Batch{}, err
	}
	return s.desk.Batch(ctx, poll, number)
}

// Form is Desk.Form.
func (s Seat) Form(ctx context.Context, b Batch) (Form, error) {
	if err := s.may(ctx, b.Poll); err != nil {
		return Form{}, err
	}
	return s.desk.Form(ctx, b)
}

// Open is Desk.Open.
func (s Seat) Open(ctx context.Context, poll, label string, t Totals) (Batch, error) {
	if err := s.may(ctx, poll); err != nil {
		return Batch{}, err
	}
	return s.desk.Open(ctx, poll, label, t)
}

// Enter is Desk.Enter.
func (s Seat) Enter(ctx context.Context, poll string, number int, who Clerk, sheets []Sheet, draft bool) error {
	if err := s.may(ctx, poll); err != nil {
		return err
	}
	return s.desk.Enter(ctx, poll, number, who, sheets, draft)
}

// EnterSheet is Desk.EnterSheet.
func (s Seat) EnterSheet(ctx context.Context, poll string, number int, who Clerk, at int, sheet Sheet) error {
	if err := s.may(ctx, poll); err != nil {
		return err
	}
	return s.desk.EnterSheet(ctx, poll, number, who, at, sheet)
}

// Correct is Desk.Correct.
func (s Seat) Correct(ctx context.Context, poll string, number, revision int, label string, t Totals) error {
	if err := s.may(ctx, poll); err != nil {
		return err
	}
	return s.desk.Correct(ctx, poll, number, revision, label, t)
}

// Remove is Desk.Remove.
func (s Seat) Remove(ctx context.Context, poll string, number, revision int) error {
	if err := s.may(ctx, poll); err != nil {
		return err
	}
	return s.desk.Remove(ctx, poll, number, revision)
}

// Withdraw is Desk.Withdraw.
func (s Seat) Withdraw(ctx context.Context, poll string, number, revision int, who Clerk) error {
	if err := s.may(ctx, poll); err != nil {
		return err
	}
	return s.desk.Withdraw(ctx, poll, number, revision, who)
}

// HandIn is Desk.HandIn.
func (s Seat) HandIn(ctx context.Context, poll string, number, revision int, second []bool) error {
	if err := s.may(ctx, poll); err != nil {
		return err
	}
	return s.desk.HandIn(ctx, poll, number, revision, second)
}
