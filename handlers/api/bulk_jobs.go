package api

import (
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"parley/internal/desk"
)

const (
	startBulk = "/api/conversations/bulk-jobs"
	bulkJob   = "/api/bulk-jobs/{id}"
)

// bulkJobOperations change everything that matches a filter.
func (a *API) bulkJobOperations() []Operation {
	return []Operation{
		{
			Method: post, Path: startBulk, Access: writeConversations, Name: "startBulkJob", handle: a.startBulkJob,
			Summary: "Make one change in every conversation that matches a filter; a small job is done when it is answered", noun: "job",
			body: bulkJobBody(&desk.BulkJobCreate{}), answer: answer{status: http.StatusAccepted, data: bulkJobJSON{}, location: true},
			refuses: []int{http.StatusConflict},
		},
		{
			Method: get, Path: bulkJob, Access: writeConversations, Name: "getBulkJob", handle: a.getBulkJob,
			Summary: "Get a job of this key: how far it is, or what has come of it", noun: "job", answer: answersOne(bulkJobJSON{}),
		},
		{
			Method: post, Path: bulkJob + "/undo", Access: writeConversations, Name: "undoBulkJob", handle: a.undoBulkJob,
			Summary: "Undo a job of this key, until ten minutes after its end; what somebody has changed since stays as it is", noun: "job",
			answer: answer{status: http.StatusAccepted, data: bulkJobJSON{}, location: true}, refuses: []int{http.StatusConflict},
		},
	}
}

// bulkJobBody binds the body of POST /api/conversations/bulk-jobs.
func bulkJobBody(in *desk.BulkJobCreate) *body {
	return &body{name: "BulkJobCreate", properties: []property{
		parameters("filter", &in.Filter).must().
			about("What the list of conversations takes as parameters, but for its order and its page: each value a string as there, several joined by commas. Empty means all."),
		whole("expected", &in.Expected).must().about("How many conversations match, such as the list's total. Where it is another number by now, nothing is changed: 409, with that number. It is checked once: what comes to match until its turn is changed too, but nothing that was added after the start."),
		choice("status", &in.Status, desk.Statuses()),
		choice("priority", &in.Priority, desk.Priorities()),
		reference("assignedTo", &in.AssignedTo).orNull().about("A user's id, or null to unassign."),
	}}
}

// parameters is a property that takes an object of strings, the parameters of a list.
func parameters(name string, to *desk.Field[url.Values]) property {
	put := func(value json.RawMessage, problems *desk.FieldErrors) {
		if string(value) == "null" {
			*to = desk.Null[url.Values]()
			return
		}
		members, err := splitObject(value)
		if err != nil {
			problems.Add(name, "wrong_type", name+" must be an object, with each name once")
			return
		}
		query := url.Values{}
		for _, m := range members {
			var text *string
			if err := json.Unmarshal(m.value, &text); err != nil || text == nil {
				problems.Add(name+"."+m.name, "wrong_type", name+"."+m.name+" must be a string")
				continue
			}
			query.Set(m.name, *text)
		}
		*to = desk.Value(query)
	}
	schema := openapi3.NewObjectSchema().WithoutAdditionalProperties()
	for _, name := range desk.BulkFilterParams() {
		schema.Properties[name] = openapi3.NewStringSchema().WithMinLength(1).NewRef()
	}
	return property{name: name, schema: schema, put: put}
}

// bulkJobJSON is a job as every answer shows it.
type bulkJobJSON struct {
	ID        id                `json:"_id"`
	State     string            `json:"state" enum:"running,done,stopped,undoing,undone" doc:"At running and undoing the server is at work. It has stopped if the key may not change conversations any more."`
	Filter    []parameterJSON   `json:"filter" doc:"The parameters of the list that the job changes, as they are read."`
	Changes   []bulkChangeJSON  `json:"changes" doc:"What becomes of each conversation."`
	Total     int               `json:"total" doc:"How many conversations matched at the start."`
	Changed   int               `json:"changed"`
	Unchanged int               `json:"unchanged" doc:"How many were so already."`
	Failed    int               `json:"failed" doc:"How many could not be changed."`
	Gone      int               `json:"gone" doc:"How many did not match any more when their turn came."`
	Undone    int               `json:"undone"`
	Kept      int               `json:"kept" doc:"How many undoing has left as they are, such as those that somebody had changed since."`
	Failures  []bulkFailureJSON `json:"failures" doc:"The first 200 of those that failed, and why."`
	KeptBack  []bulkFailureJSON `json:"keptBack" doc:"The first 200 of those that undoing has left as they are, and why."`
	CreatedAt timestamp         `json:"createdAt"`
	EndedAt   *timestamp        `json:"endedAt" doc:"Null while the server is at work."`
	UndoUntil *timestamp        `json:"undoUntil" doc:"Until when it can be undone; null before it has ended."`
}

// matchingJSON says how many conversations match by now.
type matchingJSON struct {
	Matching int `json:"matching"`
}

type parameterJSON struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type bulkChangeJSON struct {
	Field string  `json:"field" enum:"status,priority,assignedTo"`
	Value *string `json:"value" doc:"Null unassigns."`
}

func showBulkJob(j desk.BulkJob) bulkJobJSON {
	shown := bulkJobJSON{
		ID: showID(j.ID), State: string(j.State), Filter: []parameterJSON{}, Changes: []bulkChangeJSON{}, Total: j.Total,
		Changed: j.Changed, Unchanged: j.Unchanged, Failed: j.Failed, Gone: j.Gone(), Undone: j.Undone, Kept: j.Kept,
		Failures: showAll(j.Failures, showFailure), KeptBack: showAll(j.KeptBack, showFailure),
		CreatedAt: timestamp(j.CreatedAt), EndedAt: showTime(j.EndedAt), UndoUntil: showTime(j.UndoUntil),
	}
	for _, name := range desk.BulkFilterParams() {
		if value := j.Filter.Get(name); value != "" {
			shown.Filter = append(shown.Filter, parameterJSON{name, value})
		}
	}
	changes := func(field, value string, set bool) {
		if set {
			shown.Changes = append(shown.Changes, bulkChangeJSON{field, orNull(value)})
		}
	}
	changes("status", string(j.Status.Value), j.Status.Set)
	changes("priority", string(j.Priority.Value), j.Priority.Set)
	assignee := ""
	if !j.AssignedTo.Null {
		assignee = j.AssignedTo.Value.String()
	}
	changes("assignedTo", assignee, j.AssignedTo.Set)
	return shown
}

func (a *API) startBulkJob(r *request) error {
	var in desk.BulkJobCreate
	if err := bulkJobBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	job, err := a.store.StartBulkJob(r.ctx(), r.actor, in)
	return r.sendBulkJob(job, err)
}

func (a *API) getBulkJob(r *request) error {
	job, err := a.store.GetBulkJob(r.ctx(), r.actor, pathID[desk.BulkJobID](r))
	if err != nil {
		return err
	}
	return r.send(http.StatusOK, showBulkJob(job))
}

func (a *API) undoBulkJob(r *request) error {
	job, err := a.store.UndoBulkJob(r.ctx(), r.actor, pathID[desk.BulkJobID](r))
	return r.sendBulkJob(job, err)
}

// sendBulkJob answers with a job that is under way, or may be done already, and where
// to ask for it.
func (r *request) sendBulkJob(job desk.BulkJob, err error) error {
	if err != nil {
		return err
	}
	r.Response().Header().Set(echo.HeaderLocation, "/api/bulk-jobs/"+job.ID.String())
	return r.send(http.StatusAccepted, showBulkJob(job))
}
