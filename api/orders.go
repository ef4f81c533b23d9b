package api

import (
	"context"

	"minping/api/middleware"
	"minping/survey/rectify"
)

// room is the desk of orders for whoever asks.
func (s *Server) room(ctx context.Context) rectify.Room { return s.Orders.Within(s.within(ctx)) }

// ListProblems lists problems.
func (s *Server) ListProblems(ctx context.Context, _ ListProblemsRequestObject) (ListProblemsResponseObject, error) {
	problems, err := s.room(ctx).Problems(ctx)
	if err != nil {
		return nil, err
	}
	problems, err = paged(ctx, problems, func(p rectify.Problem) string { return p.ID })
	return ListProblems200JSONResponse(list(problems)), err
}

// GetOrderProblem returns a problem.
func (s *Server) GetOrderProblem(ctx context.Context, request GetOrderProblemRequestObject) (GetOrderProblemResponseObject, error) {
	p, err := s.room(ctx).Problem(ctx, request.Problem)
	return GetOrderProblem200JSONResponse(p), err
}

// AddProblem keeps a problem that was written by hand.
func (s *Server) AddProblem(ctx context.Context, request AddProblemRequestObject) (AddProblemResponseObject, error) {
	p, err := s.room(ctx).AddProblem(ctx, *request.Body)
	return AddProblem201JSONResponse(p), err
}

// DraftProblems drafts problems from findings or opinions.
func (s *Server) DraftProblems(ctx context.Context, request DraftProblemsRequestObject) (DraftProblemsResponseObject, error) {
	if request.Body.Item != "" {
		n, err := s.room(ctx).DraftOpinions(ctx, request.Body.Poll, request.Body.Item)
		return DraftProblems200JSONResponse{Problems: n}, err
	}
	n, err := s.room(ctx).DraftFindings(ctx, request.Body.Poll, middleware.Lang(caller(ctx)))
	return DraftProblems200JSONResponse{Problems: n}, err
}

// EditProblem edits, confirms or drops a problem, or takes others into it.
func (s *Server) EditProblem(ctx context.Context, request EditProblemRequestObject) (EditProblemResponseObject, error) {
	p, err := s.room(ctx).EditProblem(ctx, request.Problem, *request.Body)
	return EditProblem200JSONResponse(p), err
}

// ListPrecedents lists what was done before.
func (s *Server) ListPrecedents(ctx context.Context, request ListPrecedentsRequestObject) (ListPrecedentsResponseObject, error) {
	found, err := s.room(ctx).Precedents(ctx, request.Problem)
	if err != nil {
		return nil, err
	}
	found, err = paged(ctx, found, func(p rectify.Precedent) string { return p.Task })
	return ListPrecedents200JSONResponse(list(found)), err
}

// ListOrders lists orders.
func (s *Server) ListOrders(ctx context.Context, _ ListOrdersRequestObject) (ListOrdersResponseObject, error) {
	orders, err := s.room(ctx).Orders(ctx)
	if err != nil {
		return nil, err
	}
	orders, err = paged(ctx, orders, func(o rectify.Order) string { return o.ID })
	return ListOrders200JSONResponse(list(orders)), err
}

// AddOrder drafts an order.
func (s *Server) AddOrder(ctx context.Context, request AddOrderRequestObject) (AddOrderResponseObject, error) {
	in := request.Body
	o, err := s.room(ctx).AddOrder(ctx, rectify.Order{
		Unit: in.Unit, Title: in.Title, Due: in.Due, Issuer: in.Issuer, Pattern: in.Pattern, Preamble: in.Preamble,
	}, in.Problems)
	return AddOrder201JSONResponse(o), err
}

// GetOrder returns an order with its tasks.
func (s *Server) GetOrder(ctx context.Context, request GetOrderRequestObject) (GetOrderResponseObject, error) {
	o, tasks, err := s.room(ctx).Order(ctx, request.Order)
	return GetOrder200JSONResponse{Order: o, Tasks: list(tasks)}, err
}

// EditOrder changes a draft.
func (s *Server) EditOrder(ctx context.Context, request EditOrderRequestObject) (EditOrderResponseObject, error) {
	in := request.Body
	o, err := s.room(ctx).EditOrder(ctx, rectify.Order{
		ID: request.Order, Revision: in.Revision, Title: in.Title, Due: in.Due, Issuer: in.Issuer, Pattern: in.Pattern, Preamble: in.Preamble,
	})
	return EditOrder200JSONResponse(o), err
}

// IssueOrder issues a draft.
func (s *Server) IssueOrder(ctx context.Context, request IssueOrderRequestObject) (IssueOrderResponseObject, error) {
	o, err := s.room(ctx).IssueOrder(ctx, request.Order, request.Body.Revision)
	return IssueOrder200JSONResponse(o), err
}

// DropOrder drops a draft.
func (s *Server) DropOrder(ctx context.Context, request DropOrderRequestObject) (DropOrderResponseObject, error) {
	return DropOrder204Response{}, s.room(ctx).DropOrder(ctx, request.Order, request.Body.Revision)
}

// ListTasks lists the ledger.
func (s *Server) ListTasks(ctx context.Context, request ListTasksRequestObject) (ListTasksResponseObject, error) {
	p := request.Params
	tasks, _, err := s.room(ctx).Ledger(ctx, rectify.Filter{
		Unit: p.Unit, State: p.State, Open: p.Open, Alert: rectify.Alert(p.Alert), Text: p.Q,
	})
	if err != nil {
		return nil, err
	}
	tasks, err = paged(ctx, tasks, func(t rectify.Task) string { return t.ID })
	return ListTasks200JSONResponse(list(tasks)), err
}

// GetTask returns a task.
func (s *Server) GetTask(ctx context.Context, request GetTaskRequestObject) (GetTaskResponseObject, error) {
	t, _, err := s.room(ctx).Task(ctx, request.Task)
	return GetTask200JSONResponse(t), err
}

// EditTask changes a task of a draft.
func (s *Server) EditTask(ctx context.Context, request EditTaskRequestObject) (EditTaskResponseObject, error) {
	t, err := s.room(ctx).EditTask(ctx, request.Task, *request.Body)
	return EditTask200JSONResponse(t), err
}

// MoveTask takes a step with a task.
func (s *Server) MoveTask(ctx context.Context, request MoveTaskRequestObject) (MoveTaskResponseObject, error) {
	t, err := s.room(ctx).Move(ctx, request.Task, request.Body.Revision, request.Body.Move)
	return MoveTask200JSONResponse(t), err
}

// GetProof returns which rectifications were followed by an improvement.
func (s *Server) GetProof(ctx context.Context, request GetProofRequestObject) (GetProofResponseObject, error) {
	p, err := s.room(ctx).Proof(ctx, request.Poll)
	if err != nil {
		return nil, err
	}
	return GetProof200JSONResponse(*p), nil
}
