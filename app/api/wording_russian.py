"""The Russian of the pages and of the problems."""

from collections.abc import Mapping

_PAGES: Mapping[str, str] = {
    "status received": "В очереди",
    "status parsing": "Читаем файл",
    "status extracting": "Ищем сцены",
    "status illustrating": "Рисуем",
    "status ready": "Готова",
    "status failed": "Книгу не удалось подготовить",
    "stage naming": "Узнаём, кто в ней есть",
    "stage extracting": "Ищем сцены",
    "stage assembling": "Записываем, кто как выглядит",
    "{percent} % read": "прочитано {percent} %",
    "{provider} could not draw it": "{provider} не смог нарисовать",
    "{words} words, about {minutes} min": "слов: {words}, около {minutes} мин",
    "{provider} was not asked: you have not allowed it": "{provider}: нет вашего разрешения",
    "A new book": "Новая книга",
    "A novel goes in; an illustrated novel comes out.": (
        "Роман на входе — иллюстрированный роман на выходе."
    ),
    "API": "API",
    "About this problem": "Об этой ошибке",
    "Add a book": "Добавить книгу",
    "Add another book": "Добавить ещё книгу",
    "Add to the shelf": "Поставить на полку",
    "All problems": "Все ошибки",
    "Allow that": "Разрешить",
    "An EPUB or FB2 file": "Файл EPUB или FB2",
    "Back to the shelf": "Вернуться к полке",
    "Being drawn": "Рисуется",
    "Bring an EPUB or FB2. The passages an illustrator would choose are found and drawn, and stand beside your text.": (
        "Принесите EPUB или FB2. Места, которые выбрал бы иллюстратор, найдутся, "
        "будут нарисованы и встанут рядом с текстом."
    ),
    "Chapters, above the text": "Главы, над текстом",
    "Chapters, below the text": "Главы, под текстом",
    "Contents": "Содержание",
    "Delete the book": "Удалить книгу",
    "Draw a few at once": "Нарисовать несколько сразу",
    "Draw again": "Нарисовать снова",
    "Draw this": "Нарисовать",
    "E-mail": "Электронная почта",
    "Every error of the API names one of these in its type and code.": (
        "Каждая ошибка API называет одну из этих в полях type и code."
    ),
    "File": "Файл",
    "Go on reading": "Читать дальше",
    "HTTP status": "Статус HTTP",
    "Hold it still": "Остановить обновление",
    "I have read it all": "Дочитано",
    "Illustration": "Иллюстрация",
    "Invitation code": "Код приглашения",
    "It is empty. Bring your first book.": "Пока пусто. Принесите первую книгу.",
    "Its pictures and your place go with it. For seven days you can take that back.": (
        "Вместе с ней исчезнут её картинки и ваше место. Семь дней это можно отменить."
    ),
    "Length": "Объём",
    "Look again": "Проверить",
    "Make an account": "Создать учётную запись",
    "New here?": "Впервые здесь?",
    "Next": "Дальше",
    "Not begun": "Не начата",
    "Older books": "Книги постарше",
    "Only those I ask for": "Только по моей просьбе",
    "Password": "Пароль",
    "Password, at least 8 characters": "Пароль, не короче 8 знаков",
    "Pictures": "Картинки",
    "consent given": (
        "Картинки рисует {provider}. Для каждой туда отправляются отрывок, абзац вокруг него "
        "и составленное по ним задание."
    ),
    "consent asked": (
        "Наброски делаются на этом сервере, и ничто его не покидает. {provider} рисует лучше, но для каждой картинки "
        "туда отправятся отрывок, абзац вокруг него и составленное по ним задание."
    ),
    "Pictures of what you have not read yet are kept back.": (
        "Картинки к тому, что ещё не прочитано, пока не показываются."
    ),
    "Pictures so far": "Картинки до этого места",
    "Pictures: {count}": "картинок: {count}",
    "Previous": "Назад",
    "Problems": "Ошибки",
    "Published": "Издано",
    "Publisher": "Издатель",
    "Put it back": "Вернуть на полку",
    "Read so far": "Прочитано",
    "Request id": "Номер запроса",
    "Send nothing any more": "Больше ничего не отправлять",
    "Series": "Серия",
    "Sign in": "Войти",
    "Sign out": "Выйти",
    "Site": "Сайт",
    "Sketch preview": "Набросок",
    "Skip to the content": "К содержимому",
    "Start reading": "Начать читать",
    "Take this book off the shelf": "Снять книгу с полки",
    "The book is off the shelf. For seven days you can take that back.": (
        "Книга снята с полки. Семь дней это можно отменить."
    ),
    "The same request may succeed later.": "Тот же запрос может удаться позже.",
    "The same request will not succeed by being repeated.": "Повторять тот же запрос бесполезно.",
    "This page renews itself while a book is being prepared.": (
        "Страница обновляется сама, пока книга готовится."
    ),
    "Translated by": "Перевод",
    "Waiting to be drawn": "Ждёт рисования",
    "Welcome": "Добро пожаловать",
    "What to do": "Что делать",
    "What was odd about the file": "Что в файле было странного",
    "Who and what is in it so far": "Кто и что в ней до этого места",
    "Who draws": "Кто рисует",
    "Your shelf": "Ваша полка",
    "about {minutes} min left": "осталось около {minutes} мин",
}

_PROBLEMS: Mapping[str, str] = {
    "Something went wrong on our side": "Что-то пошло не так на нашей стороне",
    "Try again; if it stays, send us the request id.": (
        "Попробуйте ещё раз; если не поможет, пришлите нам номер запроса."
    ),
    "There is nothing here": "Здесь ничего нет",
    "Check the address; what belongs to another reader is not shown either.": (
        "Проверьте адрес; чужое здесь тоже не показывается."
    ),
    "Sign in first": "Сначала войдите",
    "Send a bearer token from POST /api/v1/auth/login, or sign in on the page.": (
        "Войдите на этой странице или пришлите токен из POST /api/v1/auth/login."
    ),
    "This is not allowed": "Это не разрешено",
    "Ask the operator of this server.": "Обратитесь к хозяину этого сервера.",
    "The thing is not in a state that allows this": "Сейчас это сделать нельзя",
    "Look at its current state and decide again.": (
        "Посмотрите, что с этим сейчас, и решите заново."
    ),
    "It changed since you last looked": "С тех пор это изменилось",
    "Read it again and repeat the change.": "Прочитайте заново и повторите изменение.",
    "This cannot be done": "Это сделать нельзя",
    "Change the request; repeating it will not help.": (
        "Измените запрос; повторять его бесполезно."
    ),
    "The request does not fit the rules": "Запрос не соответствует правилам",
    "Correct the fields named in `errors`.": "Исправьте названные поля.",
    "This file is not a book we can read": "Этот файл — не книга, которую мы умеем читать",
    "Open it in another reader; if it works there, convert it to EPUB, or send it to us.": (
        "Откройте его в другой программе; если там он открывается, преобразуйте его в EPUB или "
        "пришлите нам."
    ),
    "Download it again, or choose another file.": "Скачайте его заново или выберите другой файл.",
    "The file names places outside itself": "Файл указывает на места вне себя",
    "The file holds markup made to do harm": "В файле разметка, сделанная во вред",
    "Get the book from a place you trust.": "Возьмите книгу там, где вы доверяете.",
    "The file is packed in a way that EPUB does not allow": "Файл сжат способом, которого нет в EPUB",
    "Save it again with the program that made it.": "Сохраните его заново той же программой.",
    "The markup is nested deeper than any book": "Разметка вложена глубже, чем в любой книге",
    "The EPUB lacks the parts that make it a book": "В EPUB нет того, что делает его книгой",
    "The FB2 is broken beyond repair": "FB2 испорчен так, что починить нельзя",
    "Unpacked, this file is larger than we take": "Распакованный файл больше, чем мы принимаем",
    "The archive holds more files than any book": "В архиве больше файлов, чем в любой книге",
    "The book is larger than we take": "Книга больше, чем мы принимаем",
    "The file is empty": "Файл пуст",
    "The file is damaged": "Файл повреждён",
    "Download it again; the copy is incomplete or damaged.": (
        "Скачайте его заново: копия неполна или повреждена."
    ),
    "The file is locked with a password": "Файл закрыт паролем",
    "The archive is locked with a password": "Архив закрыт паролем",
    "Unpack it and upload the book inside.": "Распакуйте его и загрузите книгу.",
    "The archive holds several books": "В архиве несколько книг",
    "Unpack it and upload the one you want.": "Распакуйте его и загрузите нужную.",
    "The book is locked by its shop (DRM)": "Книга закрыта магазином (DRM)",
    "Only the app it was bought for opens this one; buy or borrow a copy without DRM.": (
        "Эту открывает только программа магазина; нужна копия без DRM."
    ),
    "There is no text in this book": "В этой книге нет текста",
    "This is not an EPUB or FB2 file": "Это не файл EPUB или FB2",
    "Convert it to EPUB or FB2 first (calibre does this well).": (
        "Сначала преобразуйте его в EPUB или FB2 (хорошо умеет calibre)."
    ),
    "This is larger than we take": "Это больше, чем мы принимаем",
    "Make it smaller, or ask the operator for a higher limit.": (
        "Уменьшите файл или попросите хозяина сервера поднять предел."
    ),
    "A safety filter refused this picture": ("Фильтр безопасности отказался рисовать эту картинку"),
    "The image provider did not give a picture": "Картинку получить не удалось",
    "The credit is used up": "Средства исчерпаны",
    "Too many requests": "Слишком много запросов",
    "Something we depend on does not answer": "То, от чего мы зависим, не отвечает",
    "Try again in a little while.": "Попробуйте чуть позже.",
    "The address or the password is wrong": "Адрес или пароль неверен",
    "This link has been used; ask for a new one": "Эта ссылка уже использована; попросите новую",
    "This token is unknown, expired or revoked": "Эта ссылка неизвестна, просрочена или отозвана",
    "There is an account with this address already": "Учётная запись с таким адресом уже есть",
    "This server takes no new readers": "Этот сервер не принимает новых читателей",
    "No such book": "Такой книги нет",
    "No such chapter in this book": "Такой главы в книге нет",
}

RUSSIAN: Mapping[str, str] = {**_PAGES, **_PROBLEMS}
