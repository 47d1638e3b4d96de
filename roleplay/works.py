"""The works that the advice and the personas rest on, by the short names that files use."""

__all__ = ["WORKS"]

WORKS = {
    "A1": "«Как наладить отношения с родителями», М. Новикова, семейный психолог",
    "A2": "«9 способов наладить отношения с родителями», О. Сысак, «Татьянин день»",
    "A3": "«Руководство по взаимоотношениям с клиентами: 13 способов построить прочные отношения»",
    "A4": "«Как построить позитивные отношения с трудными клиентами», Kortivity",
    "B": "„Cât de dure pot crea relații mai bune cu clienții”, 2022",
    "C1": "«Как сохранить рабочие отношения без эмоциональной привязанности к клиенту»",
    "C2": "«Как наладить отношения с конфликтным клиентом»",
    "D": "«Постоянный клиент — как ваша бабушка», RB.ru",
    "Gordon": "Thomas Gordon, Parent Effectiveness Training, 1970",
    "Curhan": "Curhan et al., Journal of Applied Psychology, 2022",
}
